/** Applies repairs to a text and maps offsets back. */
import type { TextRepair } from './text-repair.ts';

/** A text with its repairs applied, which the YAML parser reads; offsets in it are mapped back to the text as written. */
export class RepairedText {
  readonly original: string;
  readonly text: string;
  readonly repairs: readonly TextRepair[];
  /** How far each repair's place has moved by the repairs before it. */
  private readonly shifts: number[] = [];

  constructor(original: string, repairs: readonly TextRepair[]) {
    this.original = original;
    this.repairs = [...repairs].sort((a, b) => a.at - b.at);
    let text = '';
    let from = 0;
    let shift = 0;
    for (const r of this.repairs) {
      this.shifts.push(shift);
      shift += r.text.length - r.length;
      text += original.slice(from, r.at) + r.text;
      from = r.at + r.length;
    }
    this.text = text + original.slice(from);
  }

  /** Like {@link originalOffset}, but behind what was deleted at that place: where a value begins. */
  originalStart(repaired: number): number {
    let offset = this.originalOffset(repaired);
    let i = this.indexAt(offset);
    for (; this.repairs[i]?.at === offset; i++) if (this.repairs[i]!.text === '') offset += this.repairs[i]!.length;
    return offset;
  }

  /** The index of the first repair at or behind an offset of the text as written. */
  private indexAt(offset: number): number {
    let low = 0;
    let high = this.repairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.repairs[middle]!.at < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The offset in the text as written of one in the text as read. */
  originalOffset(repaired: number): number {
    let low = 0;
    let high = this.shifts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.repairs[middle]!.at + this.shifts[middle]! < repaired) low = middle + 1;
      else high = middle;
    }
    const last = this.repairs[low - 1];
    if (!last) return repaired;
    const at = last.at + this.shifts[low - 1]!;
    if (repaired < at + last.text.length) return last.at + Math.min(repaired - at, last.length);
    return repaired - this.shifts[low - 1]! - last.text.length + last.length;
  }
}
