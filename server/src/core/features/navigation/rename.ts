/** Rename: changes the number of a paper where it is given and wherever it is named. */
import type { Analysis } from '../../analysis/types.ts';
import { hasSeparator } from '../../form/references.ts';
import type { Edit, Span } from '../../model/edit.ts';
import type { LocalizedText } from '../../model/localized-text.ts';
import type { FieldPath } from '../../model/path.ts';
import { Source } from '../../yaml/source.ts';
import { allMentions, mentionAt, mentionsOf, type NumberMention } from './paper-numbers.ts';

/** Why a number cannot be renamed. */
export interface RenameRefusal {
  readonly refused: LocalizedText;
}

/** The number at a UTF-16 offset and its span, or why it cannot be renamed; undefined where there is none. */
export function prepareRename(
  analysis: Analysis,
  offset: number,
): { readonly span: Span; readonly id: string } | RenameRefusal | undefined {
  const found = mentionAt(analysis, offset);
  if (!found) return undefined;
  const { id, span } = found;
  const given = mentionsOf(analysis, found).filter((m) => m.isDefinition).length;
  if (given === 1) return { span, id };
  return {
    refused: given
      ? {
          zh: `有 ${given} 份材料的编号都是“${id}”，分不清引用的是哪一份，请先逐个改开`,
          en: `${given} papers are numbered “${id}”: make them differ by hand first`,
        }
      : { zh: `没有编号为“${id}”的材料`, en: `No paper is numbered “${id}”` },
  };
}

/** The edits that rename the number at a UTF-16 offset to `name`, or why that is refused; undefined where there is none. */
export function rename(analysis: Analysis, offset: number, name: string): readonly Edit[] | RenameRefusal | undefined {
  const can = prepareRename(analysis, offset);
  const found = mentionAt(analysis, offset);
  if (!can || !found || 'refused' in can) return can && 'refused' in can ? can : undefined;
  const to = name.trim();
  if (to === can.id) return [];
  const mentions = mentionsOf(analysis, found);
  const refused = refusal(to, mentions, allMentions(analysis));
  if (refused) return { refused };
  const texts = new Map<object, NumberMention[]>();
  for (const m of mentions) texts.set(m.tree, [...(texts.get(m.tree) ?? []), m]);
  return [...texts.values()].flatMap((inText) => editsIn(inText, to, analysis));
}

function refusal(
  to: string,
  mentions: readonly NumberMention[],
  all: readonly NumberMention[],
): LocalizedText | undefined {
  if (!to) return { zh: '编号不能为空', en: 'A number cannot be empty' };
  if (/[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(to))
    return { zh: '编号只能写在一行里，不能有制表符', en: 'A number stands on one line, without tabs' };
  if (all.some((m) => m.isDefinition && m.id === to && m.list === mentions[0]?.list))
    return { zh: `编号“${to}”已经用于另一份材料`, en: `Another paper is numbered “${to}” already` };
  const isBesideOthers = mentions.some(({ tree, id }) => tree.text.trim() !== id);
  if (hasSeparator(to) && isBesideOthers)
    return {
      zh: `“${to}”里有空格、逗号、顿号或分号，与其他编号写在一起时会被拆开`,
      en: `“${to}” has a blank or a comma in it and would fall apart where it stands beside other numbers`,
    };
  return undefined;
}

/** The edits that replace a number in one text. Where YAML would read the plain result as something else, the whole text is quoted. */
function editsIn(mentions: readonly NumberMention[], to: string, analysis: Analysis): readonly Edit[] {
  const { tree, path } = mentions[0]!;
  const start = analysis.source.find(path)!.block.start + tree.start;
  // The text of an alias is at its anchor, which has a mention of its own.
  if (tree.style === 'plain' && analysis.source.text[start] === '*') return [];
  let text = tree.text;
  for (const { within } of [...mentions].reverse()) text = text.slice(0, within[0]) + to + text.slice(within[1]);
  const written =
    tree.style === 'single' ? to.replaceAll("'", "''") : tree.style === 'double' ? JSON.stringify(to).slice(1, -1) : to;
  if (tree.style !== 'plain' || isPlain(text, isInFlow(analysis.source, path)))
    return mentions.map(({ span }) => ({ span, text: written }));
  return [{ span: { start, end: start + tree.end - tree.start }, text: JSON.stringify(text) }];
}

/** True where YAML reads the text without quotes as just this text: asked of the parser, which alone knows. */
function isPlain(text: string, flow: boolean): boolean {
  const { blocks } = new Source(flow ? `k: [${text}]\n` : `k: ${text}\n`);
  const value = blocks[0]?.block.entries[0]?.value;
  const tree = value?.kind === 'list' ? value.items[0] : value;
  const whole = blocks.length === 1 && (value?.kind !== 'list' || value.items.length === 1);
  return (
    whole &&
    !blocks[0]!.block.problems.length &&
    tree?.kind === 'scalar' &&
    tree.style === 'plain' &&
    tree.yaml === text
  );
}

function isInFlow(source: Source, path: FieldPath): boolean {
  return path.some((_, i) => {
    const tree = source.find(path.slice(0, i))?.tree;
    return tree !== undefined && tree.kind !== 'scalar' && tree.flow;
  });
}
