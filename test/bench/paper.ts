/** What a thick dossier costs to render, against `docx` alone building as many paragraphs, tables and pictures. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Run, row, run } from './measure.ts';

/** What a child tells of the file that it made. */
export interface Made {
  readonly seconds: number;
  readonly bytes: number;
  /** Pages up to the last heading that a list names. */
  readonly pages: number;
  readonly shape: Shape;
}

export interface Shape {
  /** Characters of each paragraph outside tables. */
  readonly paragraphs: readonly number[];
  /** Characters of each cell, row by row. */
  readonly tables: readonly (readonly (readonly number[])[])[];
  readonly pictures: number;
}

/** Each in a process of its own, so that its peak is its own. */
export async function paper(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dossier-bench-'));
  try {
    const child = (name: string, input = '') => run(folder, join(import.meta.dirname, name), [], { input });
    const rendered = await child('paper-render.ts');
    const alone = await child('paper-docx.ts', rendered.out);
    const [ours, theirs] = [rendered, alone].map((r) => JSON.parse(r.out) as Made) as [Made, Made];
    const { paragraphs, tables, pictures } = ours.shape;
    console.log(
      `\nA dossier of ${ours.pages} pages: ${paragraphs.length} paragraphs, ${tables.length} tables, ${pictures} pictures, ` +
        `${(ours.bytes / 1024 / 1024).toFixed(0)} MB.`,
    );
    const timed = (r: Run, { seconds }: Made): Run => ({ ...r, seconds });
    const base = timed(alone, theirs);
    row('docx alone, as much of everything (baseline)', base, base);
    row('render: read, laid out, written, recorded', timed(rendered, ours), base);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
