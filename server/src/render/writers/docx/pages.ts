/** Sections of pages: paper, margins, what stands above and below the text. */
import {
  AlignmentType,
  DocumentGridType,
  Footer,
  Header,
  type ISectionOptions,
  LineRuleType,
  PageNumber,
  PageOrientation,
  Paragraph,
  type SectionType,
  TextRun,
} from 'docx';
import { TextWatermark } from 'docx/watermarks';
import { type Look, TWIPS_PER_PT, twips } from './look.ts';

/** From the text's lower edge to the page number, in mm, as GB/T 9704 has it. */
const TO_PAGE_NUMBER = 7;
/** From the paper's upper edge to the header, in mm. */
const TO_HEADER = 15;

type SectionKind = (typeof SectionType)[keyof typeof SectionType];

interface Section extends Pick<ISectionOptions, 'children'> {
  readonly type: SectionKind;
  readonly numbered: boolean;
  readonly landscape: boolean;
  /** Across each page. */
  readonly watermark: string | undefined;
}

/** Pages that go on with the numbers, heads and feet of those before them. */
export function followingSection(
  look: Look,
  { type, landscape, children }: Pick<Section, 'type' | 'landscape' | 'children'>,
): ISectionOptions {
  return { properties: propertiesOf(look, type, landscape, false), children };
}

/** Pages of one kind: before the numbered ones, or those. */
export function sectionOf(look: Look, { type, numbered, landscape, watermark, children }: Section): ISectionOptions {
  return {
    properties: propertiesOf(look, type, landscape, numbered),
    ...(watermark ? { headers: { default: header(look, watermark), even: header(look, watermark) } } : {}),
    footers: numbered
      ? { default: footer(look, 'right'), even: footer(look, 'left') }
      : {
          default: new Footer({ children: [new Paragraph({})] }),
          even: new Footer({ children: [new Paragraph({})] }),
        },
    children,
  };
}

/** `restart`: the pages are counted from 1. */
function propertiesOf(
  look: Look,
  type: SectionKind,
  landscape: boolean,
  restart: boolean,
): ISectionOptions['properties'] {
  const { paper } = look.layout;
  const { top, bottom, inside, outside } = paper.margins;
  return {
    type,
    page: {
      size: {
        width: twips(paper.width),
        height: twips(paper.height),
        ...(landscape ? { orientation: PageOrientation.LANDSCAPE } : {}),
      },
      margin: {
        top: twips(top),
        bottom: twips(bottom),
        left: twips(inside),
        right: twips(outside),
        header: twips(TO_HEADER),
        footer: twips(Math.max(0, bottom - TO_PAGE_NUMBER)),
      },
      ...(restart ? { pageNumbers: { start: 1 } } : {}),
    },
    grid: {
      // The pitch is told, but nothing snaps to it: LibreOffice and WPS would stretch the lines of tables.
      type: DocumentGridType.DEFAULT,
      linePitch: Math.floor((twips(paper.height) - twips(top) - twips(bottom)) / paper.lines),
    },
  };
}

/** Fills the room above the text: where some is left, LibreOffice moves the first page of a section up by it. */
function header(look: Look, text: string): Header {
  const mark = new TextWatermark({
    text,
    font: look.fontNames('黑体').eastAsia,
    color: 'C0C0C0',
    width: 360,
    height: 180,
  });
  const line = twips(look.layout.paper.margins.top - TO_HEADER);
  return new Header({
    children: [new Paragraph({ spacing: { line, lineRule: LineRuleType.EXACT }, children: [mark] })],
  });
}

/** `— 1 —`: outside on both sides of the sheet, one character in from the edge. */
function footer(look: Look, side: 'left' | 'right'): Footer {
  const style = look.style('page');
  const font = look.font(style);
  const indent = side === 'left' ? { left: style.size * TWIPS_PER_PT } : { right: style.size * TWIPS_PER_PT };
  return new Footer({
    children: [
      new Paragraph({
        alignment: side === 'left' ? AlignmentType.LEFT : AlignmentType.RIGHT,
        indent,
        children: [new TextRun({ ...font, children: ['— ', PageNumber.CURRENT, ' —'] })],
      }),
    ],
  });
}
