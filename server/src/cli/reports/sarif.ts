/** SARIF 2.1.0. Nothing of the machine and no clock is in it: the same dossiers give the same file anywhere. */

import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rulePage } from '../../core/features/hover/rule-page.ts';
import type { Span } from '../../core/model/edit.ts';
import type { Finding, Fix, Severity } from '../../core/model/finding.ts';
import { fieldOf } from '../../core/model/finding.ts';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { severityOf } from '../../core/model/severity.ts';
import { jsonText } from '../../core/text/json-text.ts';
import { programVersion } from '../../host/load-packs.ts';
import type { CheckedFile } from '../common/checked-file.ts';
import { displayPath, resolvePath } from '../common/cli-io.ts';
import { EXIT } from '../common/usage.ts';
import { type CheckRun, columnCounter, nothingCheckedText } from './report.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** What relative addresses count from. */
const BASE = '%SRCROOT%';
const FINGERPRINT = 'dossier/v1';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** The report for code scanning, as one run of the log. */
export function sarifReport(run: CheckRun): string {
  return jsonText(new Sarif(run).log());
}

class Sarif {
  private readonly columns = columnCounter('units');
  private readonly run: CheckRun;
  private readonly artifacts: ReadonlyMap<string, number>;
  /** The rules that found something, by id, and their places in the list. */
  private readonly rules: ReadonlyMap<string, number>;

  constructor(run: CheckRun) {
    this.run = run;
    this.artifacts = new Map(run.files.map((f, i) => [f.path, i]));
    const ids = new Set(run.files.flatMap((f) => f.findings.map((x) => x.rule)));
    this.rules = new Map([...ids].sort().map((id, i) => [id, i]));
  }

  log() {
    const { files, locale } = this.run;
    const examples = new Map(files.flatMap((f) => f.findings).map((f) => [f.rule, f]));
    return {
      $schema: SCHEMA,
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'dossier',
              semanticVersion: programVersion(),
              language: locale === 'zh' ? 'zh-CN' : 'en',
              rules: [...this.rules.keys()].map((id) => this.rule(id, examples.get(id)!)),
            },
          },
          invocations: [this.invocation()],
          originalUriBaseIds: { [BASE]: { description: { text: BASE_TEXT[locale] } } },
          artifacts: files.map((f) => ({ location: this.artifact(f.path), roles: ['analysisTarget'] })),
          columnKind: 'utf16CodeUnits',
          newlineSequences: ['\r\n', '\n', '\r'],
          results: files.flatMap((file) => file.findings.map((f) => this.result(f, file))),
        },
      ],
    };
  }

  private invocation() {
    const { files, nothingChecked, status, locale } = this.run;
    const faults = files.flatMap((file) =>
      file.findings.filter((f) => f.rule === 'internal-fault').map((f) => this.notification(f, file)),
    );
    const nothing = { level: 'error', message: this.message(nothingCheckedText(this.run)) };
    const told = files.length || nothingChecked ? faults : [nothing];
    return {
      executionSuccessful: status === EXIT.ok || status === EXIT.findings,
      exitCode: status,
      exitCodeDescription: (EXIT_TEXTS[status] ?? EXIT_TEXTS[EXIT.incomplete]!)[locale],
      ...(told.length ? { toolExecutionNotifications: told } : {}),
    };
  }

  private notification(finding: Finding, file: CheckedFile) {
    return {
      level: 'error',
      message: this.message(finding.message),
      locations: [{ physicalLocation: this.physical(file.path, file.text, finding.span) }],
      associatedRule: { id: finding.rule, index: this.rules.get(finding.rule) },
    };
  }

  private rule(id: string, example: Finding) {
    const { locale, details } = this.run;
    const { pack, rule } = details.rule(example) ?? {};
    if (!pack || !rule) return { id };
    return {
      id,
      shortDescription: { text: rule.title[locale] },
      fullDescription: { text: rule.why[locale] },
      // As it is to be read: those who show it, show it as it stands.
      help: {
        text: `${rule.title[locale]}\n${rule.why[locale]}\n${rule.fixHint[locale]}`,
        markdown: rulePage(pack, rule, locale),
      },
      defaultConfiguration: { level: LEVELS[severityOf(rule, pack)] },
      properties: {
        ...(rule.clause === null ? {} : { clause: rule.clause }),
        'problem.severity': { error: 'error', warning: 'warning', info: 'recommendation' }[severityOf(rule, pack)],
      },
    };
  }

  private result(finding: Finding, file: CheckedFile) {
    const field = fieldOf(finding);
    const related = this.related(finding);
    const fixes = this.run.details
      .safeFixes(finding)
      .map(({ path, text, fix }) => this.fix(this.display(path), text, fix));
    return {
      ruleId: finding.rule,
      ruleIndex: this.rules.get(finding.rule),
      level: LEVELS[finding.severity],
      message: this.message(finding.message),
      locations: [
        {
          physicalLocation: this.physical(file.path, file.text, finding.span),
          ...(field === null ? {} : { logicalLocations: [{ fullyQualifiedName: field, kind: 'value' }] }),
        },
      ],
      ...(related.length ? { relatedLocations: related } : {}),
      partialFingerprints: { [FINGERPRINT]: this.run.fingerprint(finding) },
      ...(fixes.length ? { fixes } : {}),
      // Of all or of none, as the standard has it: so of all.
      suppressions: this.suppressions(finding),
    };
  }

  private related(finding: Finding) {
    return finding.related.flatMap((end, i) => {
      const location = this.run.details.locateRelated(finding, end);
      if (!location) return [];
      const physicalLocation = this.physical(this.display(location.path), location.text, location.span);
      return [{ id: i + 1, physicalLocation, message: this.message(end.message) }];
    });
  }

  private fix(path: string, text: string, { title, edits }: Fix) {
    const replacements = edits.map((edit) => ({
      deletedRegion: this.region(text, edit.span),
      ...(edit.text ? { insertedContent: { text: edit.text } } : {}),
    }));
    return {
      description: this.message(title),
      artifactChanges: [{ artifactLocation: this.artifact(path), replacements }],
    };
  }

  private suppressions(finding: Finding) {
    const { locale, details } = this.run;
    return details.waivers(finding).map(({ reason, reviewer, date, path, text, span }) => ({
      kind: 'inSource',
      status: 'accepted',
      justification: { zh: `${reason}（${reviewer}，${date}）`, en: `${reason} (${reviewer}, ${date})` }[locale],
      location: { physicalLocation: this.physical(this.display(path), text, span) },
    }));
  }

  private physical(path: string, text: string, span: Span) {
    return { artifactLocation: this.artifact(path), region: this.region(text, span) };
  }

  /** From 1, the end exclusive. */
  private region(text: string, { start, end }: Span) {
    const [from, to] = [this.columns(text, start), this.columns(text, end)];
    return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
  }

  private display(path: string): string {
    return displayPath(this.run.io, path);
  }

  /** A file below the working folder is named from there; the standard wants an absolute address of any other. */
  private artifact(path: string) {
    const index = this.artifacts.get(path);
    const known = index === undefined ? {} : { index };
    if (path.startsWith('../') || isAbsolute(path))
      return { uri: pathToFileURL(resolvePath(this.run.io, path)).href, ...known };
    return { uri: path.split('/').map(encoded).join('/'), uriBaseId: BASE, ...known };
  }

  /** Braces would hold a place for an argument. */
  private message(text: LocalizedText) {
    return { text: text[this.run.locale].replace(/[{}]/g, '$&$&') };
  }
}

const BASE_TEXT: LocalizedText = { zh: '检查时所在的文件夹', en: 'The folder that the check was run in' };

const EXIT_TEXTS: Readonly<Record<number, LocalizedText>> = {
  [EXIT.ok]: { zh: '全部检查过，没有错误', en: 'All checked, no error' },
  [EXIT.findings]: { zh: '有问题', en: 'Findings' },
  [EXIT.incomplete]: { zh: '什么也没有检查，或没有检查完', en: 'Nothing, or not everything, was checked' },
};

/** A step of a path for an address; half a character, which a file system may let pass, is shown as U+FFFD. */
function encoded(step: string): string {
  return encodeURIComponent(step.replace(/\p{Surrogate}/gu, '\ufffd'));
}
