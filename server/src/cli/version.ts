import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { schemasFolder } from '../world.ts';

/** The package's version, from the manifest beside the schemas. */
export function version(): string {
  const manifest = JSON.parse(readFileSync(join(dirname(schemasFolder()), 'package.json'), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
