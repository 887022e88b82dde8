/** The baseline of the 200: reads each file that is named on standard input and has `yaml` parse it. */
import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';

let kept = 0;
for (const path of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const document = parseDocument(readFileSync(path, 'utf8'));
  kept += document.errors.length;
}
process.stdout.write(`${kept}\n`);
