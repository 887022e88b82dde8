/** The look of a manuscript as a page: on a bright screen, on a dark one and on paper. */

const SANS = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", system-ui, sans-serif';

/** Rules for every page, on screen and on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1c1e21; --soft: #5a5f68; --line: #c4c8cf; --head: #eef0f3; --paper: #ffffff; --link: #0b57a4;
  --good: #dff0e0; --bad: #f9d2d2; --warning: #fdeebc; --person: #d9e8f8; --lacking: #e8dcf3; --quiet: #eef0f3; --gap: #ffe45c;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ink: #e3e5e8; --soft: #a3a9b3; --line: #474c55; --head: #2a2e35; --paper: #17191d; --link: #8ab8f0;
    --good: #1d3d26; --bad: #5a2326; --warning: #4d3f10; --person: #1c3853; --lacking: #3e2a54; --quiet: #2a2e35; --gap: #6b5900;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem; max-width: 52rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.65 ${SANS}; overflow-wrap: anywhere;
}
/* The quotation marks and dashes of a Chinese face are too wide for English. */
:lang(en) body { font-family: system-ui, "Segoe UI", Arial, "DejaVu Sans", ${SANS}; }
body.landscape { max-width: 92rem; }
h1, h2, h3, h4, h5 { line-height: 1.35; margin: 1.6em 0 0.6em; }
h1 { font-size: 1.6rem; text-align: center; margin-top: 0.5em; }
h2 { font-size: 1.25rem; } h3 { font-size: 1.1rem; } h4, h5 { font-size: 1rem; }
h2.title, nav h2 { text-align: center; }
p { margin: 0.5em 0; }
.quote { white-space: pre-wrap; border-left: 3px solid var(--line); padding-left: 0.8em; color: var(--soft); }
.caption, caption, figcaption { font-weight: 600; font-size: 0.9rem; text-align: center; padding: 0.3em; }
.annex-title, .annex-note { text-align: center; } .annex-title { font-size: 1.25rem; }
p.table, .quiet { font-size: 0.85rem; color: var(--soft); }
a { color: var(--link); }
mark { background: var(--gap); color: inherit; }
.scroll { overflow-x: auto; margin: 0.8em 0; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin: 0.8em 0; font-size: 0.9rem; line-height: 1.5; }
.scroll table { margin: 0; min-width: 60rem; }
th, td { border: 1px solid var(--line); padding: 0.4em 0.55em; vertical-align: top; text-align: left; }
th, td.table-label { text-align: center; font-weight: 600; }
thead th { background: var(--head); }
td.table-number { text-align: right; font-variant-numeric: tabular-nums; }
.tone-good { background: var(--good); } .tone-bad { background: var(--bad); } .tone-warning { background: var(--warning); }
.tone-person { background: var(--person); } .tone-lacking { background: var(--lacking); } .tone-quiet { background: var(--quiet); }
figure { margin: 1em 0; text-align: center; }
.row { display: flex; flex-wrap: wrap; gap: 1em; justify-content: center; align-items: flex-end; }
.row figure { flex: 1 1 12rem; }
img { max-width: 100%; height: auto; }
.cover { text-align: center; padding: 3rem 0; border-bottom: 1px solid var(--line); }
.cover dl { display: inline-grid; grid-template-columns: auto auto; gap: 0.5em 1.2em; text-align: left; margin: 2em 0; }
.cover dt { color: var(--soft); } .cover dd { margin: 0; }
nav ol { list-style: none; padding: 0; } nav .level2 { padding-left: 2em; }
.signatures { margin: 3em 0 2em 45%; } .signatures p { margin: 1.5em 0; }
.draft { text-align: center; border: 1px dashed var(--line); color: var(--soft); padding: 0.3em; }
hr { border: 0; border-top: 1px dashed var(--line); margin: 2em 0; } .cover + hr { display: none; }
@media screen and (max-width: 63rem) { .scroll caption { text-align: left; } }
@media print {
  :root { color-scheme: light; }
  body { padding: 0; max-width: none; font-size: 10.5pt; line-height: 1.5; }
  body.landscape { max-width: none; font-size: 9pt; }
  h1 { font-size: 16pt; } h2 { font-size: 12pt; } h3, h4, h5 { font-size: 10.5pt; }
  table, .caption, caption, p.table { font-size: 8.5pt; line-height: 1.4; } .quiet { font-size: 7.5pt; }
  .scroll { overflow: visible; } .scroll table { min-width: 0; }
  h1, h2, h3, h4, h5, caption, .caption { break-after: avoid; }
  tr, figure, .signatures { break-inside: avoid; } tbody tr:first-child { break-before: avoid; }
  .new-page { break-before: page; } hr { break-after: page; border: 0; margin: 0; } .cover { break-after: page; border: 0; }
  th, td, mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  a { color: inherit; text-decoration: none; }
}
`;

/** Added for pages printed upright. */
export const PORTRAIT = '@page { size: A4; margin: 20mm 18mm; }\n';
/** Added for pages printed on their side. */
export const LANDSCAPE = '@page { size: A4 landscape; margin: 14mm; }\n';
