/** Builds with `docx` alone what the other process rendered, told by its shape; runs in a process of its own. */
import { performance } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { Document, ImageRun, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import { photo } from '../support/pictures.ts';
import type { Made } from './paper.ts';

const { shape, pages } = JSON.parse(await text(process.stdin)) as Made;
const photos = Array.from({ length: shape.pictures }, (_, i) => photo(1600, 1000, i));
const words = (length: number) => new Paragraph({ children: [new TextRun('安'.repeat(Math.max(0, length)))] });

const started = performance.now();
const document = new Document({
  sections: [
    {
      children: [
        ...shape.paragraphs.map(words),
        ...shape.tables.map((rows) => {
          const cells = (row: readonly number[]) => row.map((length) => new TableCell({ children: [words(length)] }));
          return new Table({ rows: rows.map((row) => new TableRow({ children: cells(row) })) });
        }),
        ...photos.map((data) => {
          const image = new ImageRun({ type: 'jpg', data, transformation: { width: 580, height: 363 } });
          return new Paragraph({ children: [image] });
        }),
      ],
    },
  ],
});
const bytes = await Packer.toBuffer(document);
const seconds = (performance.now() - started) / 1000;
const made: Made = { seconds, bytes: bytes.length, pages, shape };
console.log(JSON.stringify(made));
