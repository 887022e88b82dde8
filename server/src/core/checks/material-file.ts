import * as z from 'zod';
import type { Answer } from '../form/answer.ts';
import { chapterPictures, chaptersBelow } from '../form/chapter-pictures.ts';
import type { EvidenceFile } from '../inputs/evidence.ts';
import { pictureFault, pictureFaultText } from '../inputs/picture-fault.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import { parseFieldPath } from '../model/path.ts';
import { type CheckContext, defineCheck, type Issue, partialResult } from './shared/check.ts';

/** Each paper's file is there, opens, is what its ending says, and stands for one paper only; each picture of a chapter can be printed. */
export const materialFile = defineCheck({
  id: 'material-file',
  params: z.strictObject({
    list: z.string().describe('Field path of the list of papers'),
    kind: z.string().describe('Key of the kind of a paper'),
    file: z.string().describe('Key of its file'),
    chapters: z.string().optional().describe('Field path of the chapters whose pictures are looked into as well'),
    without: z.array(z.string()).describe('Kinds that need no file, since the page to sign is printed with the form'),
  }),
  reads: (p) => [p.list, ...(p.chapters === undefined ? [] : [p.chapters])],
  compares: (p) => p.without.map((value) => ({ path: `${p.list}[].${p.kind}`, value })),
  readsFiles: true,
  run(p, context) {
    const pictures = p.chapters === undefined ? [] : pictureIssues(context, p.chapters);
    const items = context.answers.items(p.list);
    if (!items) return pictures.length ? pictures : undefined;
    const papers = items.map((item) => ({ item, kind: item.children?.get(p.kind), file: item.children?.get(p.file) }));
    const absent = papers.flatMap(({ item, kind, file }): Issue[] => {
      if (file?.state !== 'absent' || kind?.state !== 'ok' || p.without.includes(String(kind.value))) return [];
      const message = { zh: `${kind.value}没有写“${p.file}”`, en: `“${p.file}” of ${kind.value} is not given` };
      return [{ path: item.path, message, fixSpecs: [{ kind: 'field', path: [...item.path, p.file] }] }];
    });
    const named = papers.flatMap(({ file }) => (file?.state === 'ok' ? [file] : []));
    // A file that could not be checked is told by the analysis; it is no reason for this rule to find anything.
    const looked = named.filter((file) => isChecked(context.files.get(String(file.value))));
    const wrong = looked.flatMap((file) => fileIssues(file, context.files.get(String(file.value))!));
    // Nothing is known of a file that nobody has looked into, or could.
    if (looked.length < named.length && !absent.length && !wrong.length && !pictures.length) return undefined;
    const issues = [...absent, ...wrong, ...usedTwice(looked, context), ...pictures];
    return partialResult(issues, unreadChapters(context, p.chapters));
  },
});

/** The path of the chapters where none of them says anything: nothing is known then of their pictures. */
function unreadChapters({ answers }: CheckContext, chapters: string | undefined): readonly string[] {
  if (chapters === undefined) return [];
  const all = answers.all(parseFieldPath(chapters)).flatMap(chaptersBelow);
  return all.some((chapter) => chapter.state === 'ok') ? [] : [chapters];
}

/** The pictures of chapters that cannot be printed, each at its place in the chapter. */
function pictureIssues({ answers, files }: CheckContext, chapters: string): readonly Issue[] {
  return answers
    .all(parseFieldPath(chapters))
    .flatMap(chaptersBelow)
    .flatMap((chapter) =>
      chapterPictures(chapter).flatMap(({ path, places, within }): Issue[] => {
        const known = places.map((place) => files.get(place));
        const file = known.find((f) => f && f.state !== 'missing') ?? known[0];
        // Nothing is known where one of the places has not been looked into.
        const fault = file && known.every(Boolean) ? pictureFault(file) : undefined;
        return fault ? [{ path: chapter.path, within, message: pictureFaultText(path, fault) }] : [];
      }),
    );
}

function isChecked(evidence: EvidenceFile | undefined): boolean {
  return evidence !== undefined && evidence.state !== 'unchecked';
}

function fileIssues(file: Answer, evidence: EvidenceFile): readonly Issue[] {
  const why = fileProblem(String(file.value), evidence);
  return why ? [{ path: file.path, message: { zh: `“${file.value}”${why.zh}`, en: `“${file.value}” ${why.en}` } }] : [];
}

function fileProblem(path: string, evidence: EvidenceFile): LocalizedText | undefined {
  switch (evidence.state) {
    case 'missing':
      return {
        zh: '不存在；路径从申报书所在文件夹算起',
        en: 'does not exist; paths start at the folder of the dossier',
      };
    case 'outside':
      return { zh: '不在申报书所在的文件夹之内', en: 'lies outside the folder of the dossier' };
    case 'folder':
      return { zh: '是文件夹，不是文件', en: 'is a folder, not a file' };
    case 'empty':
      return { zh: '是空文件', en: 'is empty' };
    case 'unreadable':
      return { zh: '打不开，请检查权限', en: 'cannot be opened: check its permissions' };
    case 'locked':
      return { zh: '要密码才能打开，审核人打不开', en: 'opens with a password only, which a reviewer does not have' };
    case 'broken':
      return { zh: '内容不完整或已损坏，打不开', en: 'is damaged or cut off and cannot be opened' };
    case 'unchecked':
      return undefined;
    case 'ok':
      return mismatch(path, evidence.kind);
  }
}

/** Endings that name the same content, by what the content is. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  jpg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  tif: ['tif', 'tiff'],
  heic: ['heic', 'heif'],
  cfb: ['doc', 'xls', 'ppt', 'wps', 'et', 'dps', 'msg'],
  zip: ['zip', 'wps', 'et'],
  docx: ['docx', 'docm', 'wps'],
  xlsx: ['xlsx', 'xlsm', 'et'],
};
/** Endings whose content has a mark to know it by; any other may hold what it will. */
const ENDINGS_WITH_SIGNATURE = new Set(
  'pdf png jpg jpeg jpe jfif gif bmp webp tif tiff heic heif doc docx xls xlsx ppt pptx ofd zip rar 7z wps et'.split(
    ' ',
  ),
);

function mismatch(path: string, kind: string): LocalizedText | undefined {
  const ending = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  if (!ENDINGS_WITH_SIGNATURE.has(ending) || (ENDINGS[kind] ?? [kind]).includes(ending)) return undefined;
  const content = kind ? { zh: `是 ${kind}`, en: `is ${kind}` } : { zh: `不是 ${ending}`, en: `is not ${ending}` };
  return {
    zh: `的内容${content.zh}，与扩展名 .${ending} 不符`,
    en: `holds what ${content.en}, against its ending .${ending}`,
  };
}

/** The same content behind two papers: often the wrong scan. A scan of both may be so on purpose, hence no error. */
function usedTwice(named: readonly Answer[], { files }: CheckContext): readonly Issue[] {
  const first = new Map<string, Answer>();
  return named.flatMap((file): Issue[] => {
    const evidence = files.get(String(file.value))!;
    if (!('digest' in evidence)) return [];
    const earlier = first.get(evidence.digest);
    if (!earlier) {
      first.set(evidence.digest, file);
      return [];
    }
    const same = earlier.value === file.value;
    const message = same
      ? {
          zh: `“${file.value}”已经用作另一份材料，请核对是否放错`,
          en: `“${file.value}” stands for another paper already`,
        }
      : {
          zh: `“${file.value}”与“${earlier.value}”内容完全相同，请核对是否放错`,
          en: `“${file.value}” and “${earlier.value}” are the same to the byte: is one of them the wrong file?`,
        };
    const end = { path: earlier.path, message: { zh: '另一份材料在这里', en: 'the other paper' } };
    return [{ path: file.path, severity: 'warning', message, related: [end] }];
  });
}
