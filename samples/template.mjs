/** Makes `模板示例.docx`: an office's form with placeholders, to see how one is written. `node samples/template.mjs` writes it anew. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AlignmentType, Document, Header, Packer, Paragraph, Table, TableCell, TableRow, TextRun, WidthType } from 'docx';
import { unzipSync, zipSync } from 'fflate';

const FONT = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '仿宋' };
const BOLD = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '黑体' };
/** Between the margins, in twips. */
const WIDTH = 9070;

const text = (words, look = {}) => new TextRun({ text: words, font: FONT, size: 24, ...look });
const line = (words, more = {}) => new Paragraph({ children: [text(words)], spacing: { line: 400 }, ...more });
const body = (words) => line(words, { indent: { firstLine: 480 } });
const heading = (words) =>
  new Paragraph({ children: [text(words, { font: BOLD, size: 28 })], spacing: { before: 240, after: 120 }, keepNext: true });

function table(widths, rows) {
  const shares = widths.reduce((a, b) => a + b, 0);
  const columns = widths.map((w) => Math.round((WIDTH * w) / shares));
  return new Table({
    width: { size: columns.reduce((a, b) => a + b, 0), type: WidthType.DXA },
    columnWidths: columns,
    rows: rows.map(
      (cells, i) =>
        new TableRow({
          cantSplit: true,
          tableHeader: i === 0 && rows.length > 1 && cells.length > 2,
          children: cells.map(
            (words, n) =>
              new TableCell({
                width: { size: columns[n], type: WidthType.DXA },
                margins: { left: 85, right: 85, top: 40, bottom: 40 },
                children: [line(words)],
              }),
          ),
        }),
    ),
  });
}

export async function exampleTemplate() {
  const tick = (value) => `{申报单位.单位性质=${value}}${value}`;
  const document = new Document({
    title: '申报表模板示例',
    sections: [
      {
        properties: { page: { size: { width: 11906, height: 16838 }, margin: { top: 1418, bottom: 1418, left: 1418, right: 1418 } } },
        headers: { default: new Header({ children: [line('{申报单位.单位名称}', { alignment: AlignmentType.RIGHT })] }) },
        children: [
          new Paragraph({
            alignment: AlignmentType.CENTER,
            spacing: { after: 240 },
            children: [text('申报表（模板示例）', { font: BOLD, size: 36 })],
          }),
          heading('一、申报单位'),
          table(
            [26, 74],
            [
              ['单位名称', '{申报单位.单位名称}'],
              ['统一社会信用代码', '{申报单位.统一社会信用代码}'],
              ['成立日期', '{申报单位.成立日期|日期}'],
              ['注册资本', '{申报单位.注册资本}'],
              ['单位性质', ['国有', '民营', '外资', '合资', '集体', '事业单位', '其他'].map(tick).join('  ')],
              ['注册地址', '{#申报单位.注册地址}{省}{市}{县区}{详细地址}{/申报单位.注册地址}'],
              ['联系人', '{申报单位.联系人.姓名}　{申报单位.联系人.职务}　{申报单位.联系人.手机}'],
            ],
          ),
          line('{申报单位.单位简介}', { spacing: { before: 120, line: 400 } }),
          heading('二、近三年经营情况（万元）'),
          table(
            [16, 28, 28, 28],
            [
              ['年度', '营业收入', '利润总额', '研发投入'],
              ['{#申报单位.经营情况}{年度}', '{营业收入|数值}', '{利润总额|数值}', '{研发投入|数值}{/申报单位.经营情况}'],
            ],
          ),
          heading('三、平台'),
          body('平台名称：{平台.平台名称}，{平台.上线日期|日期}上线，申报方向为{申报.方向}。'),
          body('连接设备 {平台.指标.连接设备数|数值} 台套（截至{平台.指标.连接设备数.截止|日期}），服务企业 {平台.指标.服务企业数}。'),
          line('{#申报.兼报理由}'),
          body('兼报理由：{申报.兼报理由}'),
          line('{/申报.兼报理由}'),
          line('{#平台.知识产权}'),
          body('（{序号}）{名称}，{类型}，登记号 {登记号}，见{证明}。'),
          line('{/平台.知识产权}'),
          line('{^平台.知识产权}'),
          body('没有知识产权。'),
          line('{/平台.知识产权}'),
          heading('四、建设情况'),
          line('{#正文.平台定位|段落}'),
          body('{.}'),
          line('{/正文.平台定位|段落}'),
          heading('五、附件'),
          table(
            [14, 50, 36],
            [
              ['序号', '材料', '编号'],
              ['{#附件材料}{序号}', '{材料}', '{编号}{/附件材料}'],
            ],
          ),
          line('申报单位（公章）：', { indent: { left: 4800 }, spacing: { before: 600 } }),
          line('{申报.申报日期|日期}', { indent: { left: 4800 }, spacing: { before: 200 } }),
        ],
      },
    ],
  });
  return steady(await Packer.toBuffer(document));
}

/** The same bytes each time: no clock in the parts, and none in the ZIP file. */
function steady(bytes) {
  const parts = unzipSync(bytes);
  const name = 'docProps/core.xml';
  const properties = new TextDecoder().decode(parts[name]);
  parts[name] = new TextEncoder().encode(
    properties.replace(/(<dcterms:(?:created|modified)\b[^>]*>)[^<]*/g, '$12023-06-05T00:00:00Z'),
  );
  return zipSync(parts, { mtime: new Date(1980, 0, 1) });
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  writeFileSync(join(import.meta.dirname, '模板示例.docx'), await exampleTemplate());
}
