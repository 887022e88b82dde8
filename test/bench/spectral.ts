/** Spectral, a linter of YAML and JSON that many know, to compare with. It is no dependency of the project: the first run fetches it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pack } from '../support/engine.ts';
import { formSchema } from './form-schema.ts';
import { ROOT } from './measure.ts';

const PACKAGE = '@stoplight/spectral-cli';
export const VERSION = '6.16.3';
const FOLDER = join(ROOT, `node_modules/.cache/bench/spectral-${VERSION}`);

/** Its program; undefined, and the reason printed, where it cannot be had. */
export function spectral(): string | undefined {
  const program = join(FOLDER, 'node_modules', PACKAGE, 'dist/index.js');
  if (existsSync(program)) return program;
  console.log(`fetching ${PACKAGE} ${VERSION} into node_modules/.cache …`);
  try {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(join(FOLDER, 'package.json'), '{ "private": true }\n');
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    execFileSync('npm', [...args, `${PACKAGE}@${VERSION}`], {
      cwd: FOLDER,
      stdio: ['ignore', 'ignore', 'pipe'],
      shell: process.platform === 'win32',
    });
    return program;
  } catch (error) {
    const [why] = String((error as { stderr?: unknown }).stderr || error).split('\n');
    console.log(`Spectral is left out, it could not be fetched: ${why}`);
    return undefined;
  }
}

/** Writes the rules that it lints with: the whole form, as one schema. */
export function writeRuleset(file: string): void {
  const then = { function: 'schema', functionOptions: { allErrors: true, schema: formSchema(pack) } };
  const form = { given: '$', severity: 'error', message: '{{error}}', then };
  writeFileSync(file, JSON.stringify({ rules: { form } }));
}
