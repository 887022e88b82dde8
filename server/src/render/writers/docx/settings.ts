/** A Word file's settings as a part of our own: `docx` knows no word for pages that are each other's mirror image. */

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

/** The margin where the sheets are bound is on the left of right-hand pages and on the right of left-hand ones. */
export const SETTINGS = {
  path: 'word/settings.xml',
  data:
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:settings xmlns:w="${W}">` +
    '<w:mirrorMargins/><w:defaultTabStop w:val="720"/><w:evenAndOddHeaders/><w:compat>' +
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>' +
    '</w:compat></w:settings>',
};
