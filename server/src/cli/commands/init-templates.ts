/** The files that `dossier init` writes. */
import type { Locale, LocalizedText } from '../../core/model/localized-text.ts';
import { CONFIG_NAME } from '../../host/file-names.ts';
import { programVersion } from '../../host/load-packs.ts';

/** The systems that `--ci` writes a file for. */
export const CIS = ['github', 'gitlab', 'gitee'] as const;

/** One of {@link CIS}. */
export type Ci = (typeof CIS)[number];

/** A file to write. */
export interface Template {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

/** The files for a repository of dossiers: settings, editors, and that of a CI where one is wanted. `notices` are the ids of the packs at hand. */
export function repositoryTemplates(notices: readonly string[], locale: Locale, ci?: Ci): readonly Template[] {
  return [settings(notices, locale), ...EDITORS, ...(ci ? [CI[ci](ciTexts(locale))] : [])];
}

/** The settings file: those settings that only the user can know stand in it as comments. */
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
