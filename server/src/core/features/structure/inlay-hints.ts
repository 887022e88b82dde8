/** Inlay hints: the unit of an amount, the length of a text and its limits in 字, the number of items in a list. */
import type { Analysis } from '../../analysis/types.ts';
import type { Answer } from '../../form/answer.ts';
import { valueOfAmount } from '../../form/answers.ts';
import type { Span } from '../../model/edit.ts';
import type { LocalizedText } from '../../model/localized-text.ts';
import { countCharacters } from '../../text/count-characters.ts';

/** A hint, in both languages. */
export interface ValueHint {
  /** The UTF-16 offset into the dossier that it follows: the end of a value, or of the line that begins a text or a list. */
  readonly offset: number;
  readonly label: LocalizedText;
}

/** The hints between two UTF-16 offsets of the dossier; empty where its notice is not known. */
export function inlayHints({ pack, source, answers }: Analysis, { start, end }: Span): readonly ValueHint[] {
  if (!pack) return [];
  return pack.form.fields.flatMap(({ key }) => {
    const placed = source.block(key);
    const answer = answers.at([key]);
    if (!placed || !answer || placed.start > end || placed.start + placed.block.text.length < start) return [];
    const reader = new InlayHintBuilder(placed.start, placed.block.text);
    return reader.below(answer).filter((h) => h.offset >= start && h.offset <= end);
  });
}

class InlayHintBuilder {
  private readonly start: number;
  private readonly text: string;

  constructor(start: number, text: string) {
    this.start = start;
    this.text = text;
  }

  below(answer: Answer): readonly ValueHint[] {
    const own = this.own(answer);
    if (own.length) return own;
    return [...(answer.children?.values() ?? []), ...(answer.items ?? [])].flatMap((a) => this.below(a));
  }

  private own(answer: Answer): readonly ValueHint[] {
    if (answer.state !== 'ok') return [];
    const bare = valueOfAmount(answer);
    if (typeof bare.value === 'number') return this.amount(answer, bare);
    if (typeof answer.value === 'string') return this.length(answer, answer.value);
    const count = answer.items?.length ?? 0;
    if (count < 2 || !this.isLong(answer)) return [];
    const label = { zh: `${count} 项`, en: `${count} items` };
    return [this.atLine(answer, label), ...answer.items!.flatMap((a) => this.below(a))];
  }

  /** The unit behind an amount that has a line of its own; from 10,000 万 on also the amount in 亿, wherever it stands. */
  private amount({ slot }: Answer, { tree, value, slot: own }: Answer): readonly ValueHint[] {
    const unit = own.unit ?? slot.unit;
    if (!tree || !unit) return [];
    const line = this.text.slice(this.text.lastIndexOf('\n', tree.start) + 1, tree.start);
    const isAlone = !/[[{]/.test(line);
    const large = inHundredMillions(Number(value), unit);
    if (!isAlone && !large) return [];
    const label = large
      ? isAlone
        ? { zh: `${unit.zh}（${large.zh}）`, en: `${unit.en} (${large.en})` }
        : { zh: `= ${large.zh}`, en: `= ${large.en}` }
      : unit;
    return [{ offset: this.start + tree.end, label }];
  }

  /** The length of a text of several lines, with its limits. */
  private length(answer: Answer, text: string): readonly ValueHint[] {
    const { minLength: least, maxLength: most } = answer.slot;
    if ((least === undefined && most === undefined) || !this.isLong(answer)) return [];
    const limits = least === undefined ? `≤ ${most}` : most === undefined ? `≥ ${least}` : `${least}–${most}`;
    const count = countCharacters(text);
    return [this.atLine(answer, { zh: `${count} 字（${limits}）`, en: `${count} 字 (${limits})` })];
  }

  private isLong({ tree, file }: Answer): boolean {
    return tree !== undefined && (file !== undefined || /\n/.test(this.text.slice(tree.start, tree.end).trimEnd()));
  }

  /** At the end of the line that an answer's key stands on, before a remark. */
  private atLine({ tree }: Answer, label: LocalizedText): ValueHint {
    const at = tree!.kind === 'list' && !tree!.flow ? this.keyLine(tree!.start) : tree!.start;
    const line = /^[^\r\n]*/.exec(this.text.slice(at))![0];
    const said = /^["']/.test(line) ? line : line.replace(/\s#.*/, '');
    return { offset: this.start + at + said.trimEnd().length, label };
  }

  /** A list begins on the line below its key. */
  private keyLine(at: number): number {
    const line = this.text.lastIndexOf('\n', at - 1);
    const above = this.text.slice(0, Math.max(line, 0)).trimEnd();
    return above.lastIndexOf('\n') + 1;
  }
}

/** `1.26 亿元` for 12600 万元; undefined where it is less than 1 亿, or the unit does not begin with 万. */
function inHundredMillions(value: number, unit: LocalizedText): LocalizedText | undefined {
  if (!unit.zh.startsWith('万') || Math.abs(value) < 10_000) return undefined;
  const round = (n: number) => String(Math.round(n * 10_000) / 10_000);
  const rest = unit.zh.slice(1);
  return {
    zh: `${round(value / 10_000)} 亿${rest}`,
    en: `${round(value / 100)} million${rest === '元' ? ' yuan' : ''}`,
  };
}
