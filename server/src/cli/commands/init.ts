/** `dossier init`: what a repository of dossiers starts with: settings, editors, line ends, and a CI that refuses a bad one. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locale, LocalizedText } from '../../core/model/localized-text.ts';
import { CONFIG_NAME } from '../../host/file-names.ts';
import { programVersion } from '../../host/load-packs.ts';
import { writeFileWhole } from '../../host/write-file.ts';
import { type CommonOptions, displayPath, Session } from '../common/session.ts';
import { EXIT } from '../common/usage.ts';

export const CIS = ['github', 'gitlab', 'gitee'] as const;

export type Ci = (typeof CIS)[number];

export interface InitOptions extends CommonOptions {
  readonly ci?: Ci;
}

interface Template {
  readonly path: string;
  readonly text: string;
}

/** Writes what is not there yet; a file that is there is somebody's and stays as it is, which is said. */
export function init(folder: string, options: InitOptions): number {
  const session = new Session(options, join(folder, 'x'));
  const { locale } = session;
  const ids = [...session.packs.keys()];
  const templates = [settings(ids, locale), ...EDITORS, ...(options.ci ? [CI[options.ci](ciTexts(locale))] : [])];
  for (const { path, text } of templates) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    if (write(file, text)) process.stdout.write(`${displayPath(file)}\n`);
    else
      session.report({
        zh: `${displayPath(file)} 已经存在，没有改动`,
        en: `${displayPath(file)} is there already and is left as it is`,
      });
  }
  return EXIT.ok;
}

function write(file: string, text: string): boolean {
  try {
    writeFileWhole(file, text, { isNew: true });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Every setting, those that only the user can know as a remark. */
function settings(ids: readonly string[], locale: Locale): Template {
  const remarks: readonly (readonly [LocalizedText, string])[] = [
    [
      { zh: '没有写明通知的申报书按哪份通知检查', en: 'The call of dossiers that name none' },
      `notice: ${ids.at(-1) ?? ''}`,
    ],
    [{ zh: '信息用中文（zh）还是英文（en）', en: 'Language of the messages, zh or en' }, `locale: ${locale}`],
    [{ zh: '不检查的文件，相对本文件夹', en: 'Files passed over, from this folder' }, '# ignore: [drafts/**]'],
    [
      {
        zh: '往年入库平台名单（CSV，有平台名称、单位名称、统一社会信用代码三列）',
        en: 'The list of platforms selected before (CSV)',
      },
      '# registry: {prior-platforms: lists/platforms.csv}',
    ],
    [
      { zh: '规则的级别：off、error、warning 或 info', en: 'What a rule counts as: off, error, warning or info' },
      '# rules: {evidence-missing: warning}',
    ],
  ];
  return { path: CONFIG_NAME, text: remarks.map(([why, line]) => `# ${why[locale]}\n${line}\n`).join('\n') };
}

const EDITORS: readonly Template[] = [
  {
    path: '.vscode/extensions.json',
    text: `${JSON.stringify({ recommendations: ['dossier.dossier-ls'] }, null, 2)}\n`,
  },
  {
    path: '.editorconfig',
    text: '[*.dossier.{yaml,yml}]\ncharset = utf-8\nindent_style = space\nindent_size = 2\ninsert_final_newline = true\n',
  },
  {
    path: '.gitattributes',
    text: '*.dossier.yaml text\n*.dossier.yml text\n*.docx binary\n*.xlsx binary\n*.pdf binary\n',
  },
];

/** What the files of a CI say for people. */
function ciTexts(locale: Locale): CiTexts {
  const localize = (zh: string, en: string) => ({ zh, en })[locale];
  return {
    name: localize('检查申报书', 'Check the dossiers'),
    pinned: localize('升级时改这里的版本号', 'The version is pinned: change it here to upgrade'),
    command: `npx --yes dossier-ls@${programVersion()} check`,
  };
}

interface CiTexts {
  readonly name: string;
  readonly pinned: string;
  readonly command: string;
}

const CI: Readonly<Record<Ci, (words: CiTexts) => Template>> = {
  github: ({ name, pinned, command }) => ({
    path: '.github/workflows/dossier.yml',
    text: `name: dossier

on:
  push:
  pull_request:

permissions:
  contents: read

jobs:
  check:
    name: ${name}
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      # ${pinned}
      - run: ${command} --format github
`,
  }),
  gitlab: ({ name, pinned, command }) => ({
    path: '.gitlab-ci.yml',
    text: `# ${name}
dossier:
  image: node:22
  script:
    # ${pinned}
    - ${command} --format text --format gitlab=gl-code-quality-report.json
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
`,
  }),
  gitee: ({ name, pinned, command }) => ({
    path: '.workflow/dossier.yml',
    text: `version: '1.0'
name: dossier
displayName: ${name}
triggers:
  trigger: auto
  push:
    branches:
      prefix:
        - ''
  pr:
    branches:
      prefix:
        - ''
stages:
  - name: check
    displayName: ${name}
    strategy: naturally
    trigger: auto
    steps:
      - step: build@nodejs
        name: dossier
        displayName: ${name}
        nodeVersion: 20.10.0
        commands:
          # ${pinned}
          - ${command}
`,
  }),
};
