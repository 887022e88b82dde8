/** A layout's paper, faces and styles as CSS. Every length is a multiple of `--mm`, so that a sheet shrinks as one and keeps its lines. */
import type { Layout, Style } from '../../../core/model/layout-schema.ts';

const MM_PER_PT = 25.4 / 72;

/** What each style is in the HTML of a manuscript. */
const SELECTORS: Readonly<Record<string, string>> = {
  'cover-title': '.cover-title',
  'cover-subtitle': '.cover-subtitle',
  'cover-label': '.cover dt',
  'cover-value': '.cover dd',
  'cover-foot': '.cover p',
  title: '.sheet > h1, .sheet > h2.title, nav h2',
  heading1: '.sheet > h2',
  heading2: '.sheet > h3',
  heading3: 'h4',
  heading4: 'h5',
  body: 'p',
  list: '.list, ol, ul',
  quote: '.quote',
  contents: 'nav li',
  table: 'td, p.table',
  'table-label': 'th, td.table-label',
  'table-number': 'td.table-number',
  caption: '.caption, caption, figcaption',
  annex: '.sheet > h3.annex',
  'annex-title': '.annex-title',
  'annex-note': '.annex-note',
  sign: '.signatures p',
};

const ALIGNMENTS = {
  left: 'text-align: left',
  center: 'text-align: center',
  right: 'text-align: right',
  both: 'text-align: justify',
  distribute: 'text-align: justify; text-align-last: justify',
} as const;

/** What stands in for an official face where it is not installed: the same face under other names, then its like. */
const FONT_FALLBACKS: Readonly<Record<string, readonly string[]>> = {
  方正小标宋简体: [
    'FZXiaoBiaoSong-B05S',
    '方正小标宋_GBK',
    'STZhongsong',
    '华文中宋',
    'dossier-heavy-song',
    '宋体',
    'SimSun',
  ],
  仿宋: ['FangSong', 'STFangsong', '华文仿宋', 'FZFangSong-Z02S'],
  楷体: ['KaiTi', 'STKaiti', 'Kaiti SC', '华文楷体', 'AR PL UKai CN'],
  黑体: ['SimHei', 'STHeiti', 'Heiti SC', 'Source Han Sans SC', 'Noto Sans CJK SC', 'Microsoft YaHei'],
  宋体: ['SimSun', 'STSong', 'Songti SC'],
};
const SANS = '黑体';
const SERIF = ['Source Han Serif SC', 'Noto Serif CJK SC', 'Songti SC', 'SimSun'];

/** The style sheet of the preview: size of the sheets, margins, and a rule for each style of the layout. */
export function layoutStyle(layout: Layout): string {
  const { width, height, margins } = layout.paper;
  const room = width - margins.inside - margins.outside;
  const rules = Object.entries(SELECTORS).flatMap(([name, selector]) => {
    const style = layout.styles[name];
    return style ? [`${selector} { ${cssOf(style, layout, room)}; }`] : [];
  });
  const padding = [margins.top, margins.outside, margins.bottom, margins.inside].map(mm).join(' ');
  return [
    ...latinFaces(layout),
    `.sheet { width: ${mm(width)}; min-height: ${mm(height)}; padding: ${padding}; }`,
    ...rules,
    '',
  ].join('\n');
}

function cssOf(style: Style, layout: Layout, room: number): string {
  const { size, line, indent = 0, before = 0, after = 0, align = 'left', bold = false } = style;
  return [
    `font: ${bold ? 'bold' : 'normal'} ${pt(size)}/${line === undefined ? '1.3' : pt(line)} ${faces(style.font, layout)}`,
    `letter-spacing: ${tightening(size, layout, room)}`,
    ALIGNMENTS[align],
    `text-indent: ${indent}em`,
    `margin: ${pt(before)} 0 ${pt(after)}`,
  ].join('; ');
}

/** What brings characters of the body's size to so many a line, as in the Word file. */
function tightening(size: number, { paper, styles }: Layout, room: number): string {
  if (size !== styles.body?.size) return 'normal';
  return pt(Math.min(0, room / MM_PER_PT / paper.characters - size));
}

/** The Latin face first, but for Latin letters and digits only: quotation marks and dashes are the Chinese face's. */
function faces(name: string, { fonts }: Layout): string {
  const { east, latin } = fonts[name] ?? { east: name, latin: name };
  const like = [...new Set([east, ...(FONT_FALLBACKS[east] ?? []), ...(east === SANS ? [] : SERIF)])];
  return [latinName(latin), ...like.map(quoted), east === SANS ? 'sans-serif' : 'serif'].join(', ');
}

function latinFaces({ fonts }: Layout): readonly string[] {
  const names = new Set(Object.values(fonts).map((f) => f.latin));
  return [...names].map((name) => {
    const sources = [name, ...(LATIN_FONT_FALLBACKS[name] ?? [])].map((n) => `local(${quoted(n)})`).join(', ');
    return `@font-face { font-family: ${latinName(name)}; src: ${sources}; unicode-range: U+20-7E, U+A1-B6, U+B8-24F; }`;
  });
}

const LATIN_FONT_FALLBACKS: Readonly<Record<string, readonly string[]>> = {
  'Times New Roman': ['TimesNewRomanPSMT', 'Liberation Serif', 'Tinos', 'Nimbus Roman', 'DejaVu Serif'],
};

function latinName(name: string): string {
  return quoted(`dossier-latin ${name}`);
}

function quoted(name: string): string {
  return `"${name.replace(/["\\\n]/g, '')}"`;
}

function mm(n: number): string {
  return n === 0 ? '0' : `calc(var(--mm) * ${Number(n.toFixed(4))})`;
}

function pt(n: number): string {
  return mm(n * MM_PER_PT);
}
