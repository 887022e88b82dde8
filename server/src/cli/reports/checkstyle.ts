import { type CheckRun, columnCounter } from './report.ts';
import { element, xmlDocument } from './xml.ts';

/** The version of Checkstyle whose shape this is. */
const VERSION = '10.0';

/** Checkstyle's XML; columns count characters, as Checkstyle's own do. */
export function checkstyleReport({ files, locale }: CheckRun): string {
  const columns = columnCounter('characters');
  const elements = files.map((file) => {
    const errors = file.findings.map((f) =>
      element('error', {
        ...columns(file.text, f.span.start),
        severity: f.severity,
        message: f.message[locale],
        source: `dossier.${f.rule}`,
      }),
    );
    return element('file', { name: file.path }, errors);
  });
  return xmlDocument(element('checkstyle', { version: VERSION }, elements));
}
