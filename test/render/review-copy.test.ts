/** The copy for a reviewer: everything that was found, at its place; and that nothing of it is in a paper to be handed in. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { strFromU8, unzipSync, zipSync } from 'fflate';
import type { NoticeAnalysis } from '../../server/src/core/analysis/types.ts';
import { review } from '../../server/src/core/review/review.ts';
import { readBeside } from '../../server/src/host/dossier-files.ts';
import { readWordText } from '../../server/src/render/record/word-text.ts';
import { renderReviewCopy } from '../../server/src/render/review/review-copy.ts';
import { joined } from '../support/editor.ts';
import { cleanSamples, SMALLEST, sample } from '../support/engine.ts';
import { compared, DOCUMENT, dossierOf, folder, rendered, run, smallest, told } from '../support/word.ts';

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

suite('the review copy', () => {
  const today = '2023-06-12';
  const copies = new Map<
    string,
    Promise<{ parts: Record<string, Uint8Array>; name: string; dossier: NoticeAnalysis }>
  >();

  function copyOf(folder: string) {
    const known = copies.get(folder) ?? made(folder);
    copies.set(folder, known);
    return known;
  }

  async function made(folder: string) {
    const { path, text } = sample(folder);
    const dossier = dossierOf(text);
    const file = (name: string) => readBeside(path, name);
    const options = { review: review(dossier, { today, others: 0 }), locale: 'zh', today, file, name: 'x' } as const;
    const { name, bytes } = await renderReviewCopy(dossier, options);
    return { parts: unzipSync(bytes), name, dossier };
  }
  const xml = (parts: Record<string, Uint8Array>, name: string) => strFromU8(parts[name] ?? new Uint8Array());

  test('has each finding as a comment at its place or in the list in front', async () => {
    const { parts, name, dossier } = await copyOf('常见问题');
    assert.match(name, /-审阅稿\.docx$/);
    const comments = xml(parts, 'word/comments.xml')
      .split(/<w:comment /)
      .slice(1);
    const words = comments.map(
      (c) =>
        readWordText(
          `<w:body xmlns:w="${W}"><${`w:comment ${c.slice(0, c.indexOf('</w:comment>'))}`}</w:comment></w:body>`,
        ).paragraphs,
    );
    const inFront = readWordText(xml(parts, DOCUMENT)).paragraphs;
    for (const { rule, message } of dossier.findings)
      assert.ok(
        words.some((w) => w[0]!.includes(rule) && w.includes(message.zh)) || inFront.includes(message.zh),
        `${rule}: ${message.zh}`,
      );
    const document = xml(parts, DOCUMENT);
    const ids = (pattern: RegExp) => [...document.matchAll(pattern)].map((m) => m[1]);
    const [starts, ends, references] = ['RangeStart', 'RangeEnd', 'Reference'].map((n) =>
      ids(new RegExp(`<w:comment${n} w:id="(\\d+)"`, 'g')).sort(),
    );
    assert.equal(new Set(starts).size, comments.length);
    assert.deepEqual([ends, references], [starts, starts]);
    assert.ok(comments.every((c) => /w:author="dossier"/.test(c) && /w:date="2023-06-12T00:00:00/.test(c)));
    const capital = document.slice(0, document.indexOf('<w:commentRangeStart'));
    assert.ok(capital.includes('条件对照表'), 'the verdicts stand in front');
  });

  test('has a comment within its paragraph of a chapter', async () => {
    const { parts } = await copyOf('常见问题');
    const document = xml(parts, DOCUMENT);
    const marked = [
      ...document.matchAll(/<w:commentRangeStart w:id="(\d+)"\/>([\s\S]*?)<w:commentRangeEnd w:id="\1"\/>/g),
    ];
    assert.ok(marked.every(([, , inner]) => /<w:bookmarkStart [^>]*w:name="_dossier\d+"/.test(inner!)));
  });

  test('says 审阅稿 on every page, and no submission copy does, nor has comments', async () => {
    const { parts } = await copyOf('常见问题');
    const headers = (all: Record<string, Uint8Array>) =>
      Object.keys(all).filter((n) => /^word\/header\d+\.xml$/.test(n));
    assert.ok(headers(parts).length > 0);
    for (const name of headers(parts)) assert.match(xml(parts, name), /string="审阅稿"/);
    for (const folder of cleanSamples()) {
      const { path, text } = sample(folder);
      const paper = unzipSync(await rendered(dossierOf(text), (name) => readBeside(path, name)));
      const told = Object.entries(paper).map(
        ([name, bytes]) => `${name}\n${/\.(xml|rels)$/.test(name) ? strFromU8(bytes) : ''}`,
      );
      assert.deepEqual(
        told.filter((t) => /审阅稿|commentRange|commentReference|comments\.xml/.test(t)),
        [],
      );
    }
  });

  test('is compared like any other', async () => {
    const { parts } = await copyOf(SMALLEST);
    assert.deepEqual(told(compared(zipSync(parts), smallest())), []);
  });

  test('is rendered while errors stand, and not together with a draft', async () => {
    const out = folder();
    const { status, out: said } = await run(out, 'render', sample('常见问题').path, '--review');
    assert.deepEqual([status, /-审阅稿\.docx\n$/.test(said)], [0, true]);
    assert.equal((await run(out, 'render', sample(SMALLEST).path, '--review', '--draft')).status, 2);
  });

  test('a review copy is rendered as the dossier stands', async (t) => {
    const client = joined(t);
    await client.initialize();
    const out = folder();
    const uri = pathToFileURL(join(out, '甲.dossier.yaml')).href;
    await client.open(uri, sample(SMALLEST).text.replace(/^ {2}平台名称: .*\n/m, ''));
    const result = await client.render({ uri, draft: false, review: true, all: true, folder: out });
    assert.ok(result.kind === 'done' && result.errors > 0, JSON.stringify(result));
    assert.deepEqual(
      result.files.map(({ path }) => /-审阅稿\.docx$/.test(path)),
      [true],
    );
  });
});
