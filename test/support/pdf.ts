/** PDFs by hand. */
import { deflateSync } from 'node:zlib';

interface Parts {
  /** More objects, after those of the pages. */
  readonly objects?: readonly string[];
  /** More entries of the trailer. */
  readonly trailer?: string;
  /** Of the pages, in points. */
  readonly side?: number;
}

/** A PDF of so many empty pages: a catalogue, a tree, the pages, and where each stands. */
export function pdf(pages: number, { objects = [], trailer = '', side = 9 }: Parts = {}): Buffer {
  const ids = Array.from({ length: pages }, (_, i) => 3 + i);
  const bodies = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages} /Kids [${ids.map((id) => `${id} 0 R`).join(' ')}] >>`,
    ...ids.map(() => `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${side} ${side}] >>`),
    ...objects,
  ];
  let text = '%PDF-1.6\n';
  const places = bodies.map((body, i) => {
    const place = text.length;
    text += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const size = bodies.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}`;
  const end = `trailer\n<< /Size ${size} /Root 1 0 R ${trailer}>>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text + table + end, 'latin1');
}

/** A PDF of pages with text, whose data are compressed, and where each page's data lie in the bytes. */
export function textPdf(pages: number): {
  readonly bytes: Buffer;
  readonly streams: readonly (readonly [from: number, to: number])[];
} {
  const ids = Array.from({ length: pages }, (_, i) => 3 + i * 2);
  const parts: Buffer[] = [Buffer.from('%PDF-1.6\n')];
  const streams: [number, number][] = [];
  const offsets: number[] = [];
  const length = () => parts.reduce((sum, p) => sum + p.length, 0);
  const object = (body: string, data?: Buffer) => {
    offsets.push(length());
    parts.push(Buffer.from(`${offsets.length} 0 obj\n${body}\n`));
    if (data) {
      parts.push(Buffer.from('stream\n'));
      streams.push([length(), length() + data.length]);
      parts.push(data, Buffer.from('\nendstream\n'));
    }
    parts.push(Buffer.from('endobj\n'));
  };
  object('<< /Type /Catalog /Pages 2 0 R >>');
  object(`<< /Type /Pages /Count ${pages} /Kids [${ids.map((id) => `${id} 0 R`).join(' ')}] >>`);
  for (const id of ids) {
    object(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents ${id + 1} 0 R >>`);
    const lines = Array.from({ length: 60 }, (_, n) => `${(n * 7919 * id) % 97} ${(n * 104729) % 89} m 5 ${n} l S`);
    const data = deflateSync(lines.join('\n'));
    object(`<< /Length ${data.length} /Filter /FlateDecode >>`, data);
  }
  const places = offsets.map((o) => `${String(o).padStart(10, '0')} 00000 n \n`).join('');
  const size = offsets.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${places}`;
  parts.push(Buffer.from(`${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${length()}\n%%EOF\n`));
  return { bytes: Buffer.concat(parts), streams };
}

/** A PDF of one page, locked as `qpdf --encrypt … 128 --use-aes=y` has it: `O` and `U` follow from the passwords, `P` says what is allowed. */
export function lockedPdf(owner: string, user: string, allowed: number, filter = 'Standard'): Buffer {
  const lock = `/Filter /${filter} /V 4 /R 4 /Length 128 /P ${allowed} /O <${owner}> /U <${user}>`;
  const how = '/CF << /StdCF << /AuthEvent /DocOpen /CFM /AESV2 /Length 16 >> >> /StmF /StdCF /StrF /StdCF';
  const id = '/ID [<97d892d64dbbef06b5680404bd066257> <31415926535897932384626433832795>]';
  return pdf(1, { objects: [`<< ${lock} ${how} >>`], trailer: `/Encrypt 4 0 R ${id} ` });
}

export const OPENS_WITH_PASSWORD = [
  '3d3388566e6d5583320a81b308bd3075364917481f04e1e88384bec0b9beaa3d',
  'd97f163a4fdd04ae389be3388bb739580122456a91bae5134273a6db134c87c4',
  -4,
] as const;
export const PRINTS_WITH_PASSWORD = [
  '65fbeeb76e4691b7dc4babe5b911ce87196f39d0cfda0f00920838327413a714',
  '2e3cd91270b347fc767b5eadcc4084020122456a91bae5134273a6db134c87c4',
  -2056,
] as const;
