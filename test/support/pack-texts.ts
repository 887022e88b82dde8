/** The pack of sd-2023 as texts, to be changed and read again. */
import type { PackFiles, PackProblem } from '../../server/src/core/packs/pack-files.ts';
import { PackReader, type PackReading } from '../../server/src/core/packs/read-pack.ts';
import { programPackFiles, sharedFiles } from '../../server/src/host/load-packs.ts';

/** The text of each file of a pack. */
export type PackTexts = Readonly<Record<'notice' | 'form' | 'rules' | 'layout', string>>;

const files = programPackFiles('sd-2023')!;
const reader = new PackReader(sharedFiles());

/** The files of sd-2023 as they are. */
export const SD_2023: PackTexts = {
  notice: files.notice.text,
  form: files.form!.text,
  rules: files.rules!.text,
  layout: files.layout!.text,
};

/** Reads a pack of four texts; its files are called `notice.yaml` and so on. */
export function readTexts(texts: PackTexts): PackReading {
  const file = (name: keyof PackTexts) => ({ file: `${name}.yaml`, text: texts[name] });
  const given: PackFiles = {
    name: 'test',
    notice: file('notice'),
    form: file('form'),
    rules: file('rules'),
    layout: file('layout'),
  };
  return reader.read(given, programPackFiles);
}

/** Reads a pack that is one file, `ID.notice.yaml`; `others` are packs that it may extend, by id. */
export function readText(text: string, others: Readonly<Record<string, string>> = {}): PackReading {
  const one = (name: string, content: string): PackFiles => ({
    name,
    notice: { file: `${name}.notice.yaml`, text: content },
  });
  const find = (id: string) => (others[id] === undefined ? programPackFiles(id) : one(id, others[id]));
  return reader.read(one('test', text), find);
}

/** Problems as `file:line message`. */
export function problemLines(problems: readonly PackProblem[], locale: 'zh' | 'en' = 'en'): readonly string[] {
  return problems.map((p) => `${p.file}:${p.from.line + 1} ${p.message[locale]}`);
}
