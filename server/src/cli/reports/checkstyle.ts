import { type Run, ruler } from './report.ts';
import { element, xmlDocument } from './xml.ts';

/** The version of Checkstyle whose shape this is. */
const VERSION = '10.0';

/** Checkstyle's XML; columns count characters, as Checkstyle's own do. */
export function checkstyleReport({ files, locale }: Run): string {
  const elements = files.map((file) => {
    const at = ruler(file.text, 'characters');
    const errors = file.findings.map((f) =>
      element('error', {
        ...at(f.span.start),
        severity: f.severity,
        message: f.message[locale],
        source: `dossier.${f.rule}`,
      }),
    );
    return element('file', { name: file.path }, errors);
  });
  return xmlDocument(element('checkstyle', { version: VERSION }, elements));
}
