/** The licences of the packages that the build puts into `dist`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folders of the packages whose files a build bundled, from esbuild's metafiles. */
export function bundledPackages(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) => Object.keys(output.inputs)),
  );
  const folders = inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[-.].*)?$/i;

/** One text with each package, its version, licence and what its licence files say. Throws for a package that names no licence. */
export function thirdPartyNotices(folders) {
  const sections = folders.map((folder) => {
    const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
    if (!license && !files.length) throw new Error(`${folder} has neither a licence file nor names its licence`);
    const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
    const holder = typeof author === 'string' ? author : author?.name;
    const own = texts.length ? texts : [`Licence: ${license}${holder ? `\nCopyright: ${holder}` : ''}`];
    return [`${name} ${version}${license ? ` (${license})` : ''}`, '', ...own].join('\n');
  });
  const head = 'This program contains the following packages, under their own licences.';
  return `${[head, ...sections].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
