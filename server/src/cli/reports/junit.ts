/**
 * JUnit's XML, by the schema of Jenkins' xUnit plugin: a suite a file, a case a finding. A case fails where the finding makes the
 * run fail, so that a reader of this and a reader of the exit status agree.
 */

import type { Finding } from '../../core/model/finding.ts';
import { fieldOf } from '../../core/model/finding.ts';
import type { CheckedFile } from '../common/checked-file.ts';
import { type CheckRun, type ColumnCounter, columnCounter, nothingCheckedText, SEVERITY_NAMES } from './report.ts';
import { element, escapeXml, xmlDocument } from './xml.ts';

type Result = 'passed' | 'failure' | 'error' | 'skipped';

interface Case {
  readonly result: Result;
  readonly xml: string;
}

/** The report for readers of JUnit. */
export function junitReport(run: CheckRun): string {
  const columns = columnCounter('characters');
  const suites = run.files.length || run.nothingChecked ? run.files.map((f) => suite(f, run, columns)) : [nothing(run)];
  const sum = (result: Result) => suites.reduce((n, s) => n + count(s.cases, result), 0);
  const root = element(
    'testsuites',
    {
      name: 'dossier',
      tests: suites.reduce((n, s) => n + s.cases.length, 0),
      failures: sum('failure'),
      errors: sum('error'),
    },
    suites.map((s) => s.xml),
  );
  return xmlDocument(root);
}

interface Suite {
  readonly cases: readonly Case[];
  readonly xml: string;
}

function suite(file: CheckedFile, run: CheckRun, columns: ColumnCounter): Suite {
  const names = new Map<string, number>();
  const cases = file.findings.map((f) => {
    const { line, column } = columns(file.text, f.span.start);
    return findingCase(f, { file, run, place: `${file.path}:${line}:${column}`, name: nameOf(f, names) });
  });
  const passed = { result: 'passed' as const, xml: element('testcase', { name: file.path, classname: file.path }) };
  return suiteOf(file.path, cases.length ? cases : [passed], file.path);
}

/** Nothing checked is no success: a suite without a case would look like one. */
function nothing(run: CheckRun): Suite {
  const error = element('error', { message: nothingCheckedText(run)[run.locale], type: 'error' });
  return suiteOf('dossier', [
    { result: 'error', xml: element('testcase', { name: 'dossier', classname: 'dossier' }, [error]) },
  ]);
}

function suiteOf(name: string, cases: readonly Case[], file?: string): Suite {
  const counted = {
    tests: cases.length,
    failures: count(cases, 'failure'),
    errors: count(cases, 'error'),
    skipped: count(cases, 'skipped'),
  };
  const xml = element(
    'testsuite',
    { name, ...counted, file },
    cases.map((c) => c.xml),
  );
  return { cases, xml };
}

function count(cases: readonly Case[], result: Result): number {
  return cases.filter((c) => c.result === result).length;
}

interface CaseContext {
  readonly file: CheckedFile;
  readonly run: CheckRun;
  /** File, line and column. */
  readonly place: string;
  readonly name: string;
}

function findingCase(finding: Finding, { file, run, place, name }: CaseContext): Case {
  const message = finding.message[run.locale];
  const told = `${place}: ${SEVERITY_NAMES[finding.severity][run.locale]}: ${message}`;
  const result = resultOf(finding, run);
  const content =
    result === 'passed'
      ? element('system-out', {}, escapeXml(told))
      : element(result, { message, type: finding.severity }, escapeXml(told));
  return { result, xml: element('testcase', { name, classname: file.path }, [content]) };
}

function resultOf({ rule, severity, waived }: Finding, { warningsFail }: CheckRun): Result {
  if (rule === 'internal-fault') return 'error';
  if (waived) return 'skipped';
  return severity === 'error' || (severity === 'warning' && warningsFail) ? 'failure' : 'passed';
}

/** Rule and field, so that a history of cases goes on when lines move; readers drop a second case of the same name. */
function nameOf(finding: Finding, names: Map<string, number>): string {
  const name = [finding.rule, fieldOf(finding)].filter(Boolean).join(' ');
  const n = (names.get(name) ?? 0) + 1;
  names.set(name, n);
  return n === 1 ? name : `${name} (${n})`;
}
