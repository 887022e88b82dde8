/** Renders a thick dossier and tells what came of it; runs in a process of its own. */
import { performance } from 'node:perf_hooks';
import { strFromU8, unzipSync } from 'fflate';
import { compose } from '../../server/src/render/manuscript/compose.ts';
import { render } from '../../server/src/render/submission/render.ts';
import { Look } from '../../server/src/render/writers/docx/look.ts';
import { pagingOf } from '../../server/src/render/writers/docx/paging.ts';
import { analyzed, pack, patched } from '../support/engine.ts';
import { photo } from '../support/pictures.ts';
import type { Made, Shape } from './paper.ts';

const PICTURES = 100;
/** Of a chapter between two pictures. */
const SENTENCES = 30;
const SENTENCE = '平台把设备、工艺和订单的数据接到一处，按统一的口径计算，班组当天就能看到结果。';
const TABLE = `| 指标 | 数值 | 单位 |\n| --- | --: | --- |\n${'| 连接设备数 | 12345 | 台套 |\n'.repeat(6)}`;

const parts = Array.from({ length: PICTURES }, (_, i) => {
  const words = Array.from({ length: SENTENCES / 5 }, () => SENTENCE.repeat(5)).join('\n\n');
  return `## 第${i + 1}节\n\n${words}\n\n![图样](${i}.jpg)\n\n${TABLE}`;
});
const { text } = patched({ set: { '正文.平台定位': parts.join('\n\n') } });
const dossier = { ...analyzed(text), pack };
const pictures = new Map(Array.from({ length: PICTURES }, (_, i) => [`${i}.jpg`, photo(1600, 1000, i)]));
const file = (name: string) => pictures.get(name);

const started = performance.now();
const result = await render(dossier, { draft: true, all: false, file });
const seconds = (performance.now() - started) / 1000;
if (!('files' in result)) throw new Error('not rendered');
const { bytes } = result.files[0]!;
const { pages } = pagingOf(new Look(pack.layout, false), compose(dossier, { draft: true, file }).body);
const made: Made = { seconds, bytes: bytes.length, pages: Math.max(...pages.values()), shape: shapeOf(bytes) };
console.log(JSON.stringify(made));

function shapeOf(docx: Uint8Array): Shape {
  const xml = strFromU8(unzipSync(docx)['word/document.xml']!);
  const length = (part: string) => [...part.matchAll(/<w:t[ >][^<]*/g)].reduce((n, [t]) => n + t.length - 27, 0);
  const all = (part: string, name: string) => part.match(new RegExp(`<w:${name}>.*?</w:${name}>`, 'gs')) ?? [];
  return {
    paragraphs: all(xml.replace(/<w:tbl>.*?<\/w:tbl>/gs, ''), 'p').map(length),
    tables: all(xml, 'tbl').map((t) => all(t, 'tr').map((r) => all(r, 'tc').map(length))),
    pictures: xml.match(/<w:drawing>/g)?.length ?? 0,
  };
}
