/** The styles that a Word file begins with: ours alone, for a second “heading 1” would take the name of the first. */
import { DocumentDefaults, ImportedXmlComponent, type IStylesOptions } from 'docx';
import type { DocxStyles } from './docx-styles.ts';
import { headingStyles } from './text.ts';

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

/** So many lines a page: none is moved for the look of a page. */
const NORMAL = `<w:style ${W} w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr>
<w:widowControl w:val="0"/></w:pPr></w:style>`;

/** `docx` puts it on whatever is numbered. */
const LIST = `<w:style ${W} w:type="paragraph" w:styleId="ListParagraph"><w:name w:val="List Paragraph"/><w:basedOn w:val="Normal"/></w:style>`;

const NORMAL_TABLE = `<w:style ${W} w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>
<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>
<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>
</w:tblCellMar></w:tblPr></w:style>`;

/** The document defaults and named styles of a Word file. */
export function stylesOf(styles: DocxStyles): IStylesOptions {
  const run = { ...styles.face(styles.style('body')), language: { value: 'en-US', eastAsia: 'zh-CN' } };
  return {
    importedStyles: [
      new DocumentDefaults({ run }),
      ...[NORMAL, LIST, NORMAL_TABLE].map((xml) => ImportedXmlComponent.fromXmlString(xml.replace(/\n/g, ''))),
    ],
    paragraphStyles: headingStyles(styles),
  };
}
