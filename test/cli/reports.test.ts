/** The formats of `dossier check`, each read by a reader that is not ours and compared with what JSON says. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as all } from 'node:stream/consumers';
import { after, before, suite, test } from 'node:test';
import { Ajv } from 'ajv';
import draft4 from 'ajv-draft-04';
import formats from 'ajv-formats';
import { XMLParser } from 'fast-xml-parser';
import { validateXML } from 'xmllint-wasm';
import { FORMATS, type Format, reportIn } from '../../server/src/cli/reports/formats.ts';
import type { CheckRun } from '../../server/src/cli/reports/report.ts';
import type { Finding } from '../../server/src/core/model/finding.ts';
import { run } from '../support/command-line.ts';
import { applicant, CHAPTER, creditCode, withChapter } from '../support/editor.ts';
import { analyzed, SAMPLES, SMALLEST, smallest } from '../support/engine.ts';

// These two are CommonJS, with their default one step in.
const [Ajv4, addFormats] = [draft4.default, formats.default];

const TOGETHER = { concurrency: 2 };

let temp = '';
before(() => {
  temp = mkdtempSync(join(tmpdir(), 'dossier-reports-'));
});
after(() => rmSync(temp, { recursive: true, force: true }));

const check = (cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  run(['check', ...args], { cwd, env });

type Reports = Readonly<Record<Format, string>> & { readonly status: number | null };

/** Every format of one run: text on standard output, the others in files. */
async function reports(cwd: string, ...args: readonly string[]): Promise<Reports> {
  const place = mkdtempSync(join(temp, 'r-'));
  const files = FORMATS.filter((f) => f !== 'text');
  const formats = files.flatMap((f) => ['--format', `${f}=${join(place, '新 文件夹', `${f}.out`)}`]);
  const { status, out, err } = await check(cwd, ['--format', 'text', ...formats, ...args]);
  assert.equal(err, '');
  const written = files.map((f) => [f, readFileSync(join(place, '新 文件夹', `${f}.out`), 'utf8')]);
  assert.deepEqual(readdirSync(join(place, '新 文件夹')).sort(), files.map((f) => `${f}.out`).sort(), 'nothing else');
  return { ...(Object.fromEntries(written) as Record<Format, string>), text: out, status };
}

/** A folder, with the evidence of the smallest sample in each that has a dossier. */
function folder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const place = join(mkdtempSync(join(temp, 'f-')), '申报 材料(2023) [甲]');
  mkdirSync(place);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(place, name, '..'), { recursive: true });
    writeFileSync(join(place, name), content);
    cpSync(join(SAMPLES, SMALLEST, 'evidence'), join(place, name, '../evidence'), { recursive: true });
  }
  return place;
}

interface JsonFinding {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly field: string | null;
  readonly range: { readonly start: Place; readonly end: Place };
  readonly waived: boolean;
}
interface Place {
  readonly line: number;
  readonly character: number;
}

/** What JSON says, a row a finding: what each other format is held against. */
function rows(report: string): readonly (JsonFinding & { readonly path: string })[] {
  const { files } = JSON.parse(report) as {
    files: readonly { path: string; findings: readonly JsonFinding[] }[];
  };
  return files.flatMap(({ path, findings }) => findings.map((f) => ({ path, ...f })));
}

const GBK = Buffer.from('c9eab1a8b5a5cebb', 'hex');
const WAIVER = '豁免:\n  - {规则: city-mismatch, 理由: "市局同意 {甲}", 复核人: 王立国, 日期: 2023-06-13}\n';
const NAMES = ["a&b #1% '甲'.dossier.yaml", '乙/b[1].dossier.yaml'] as const;
/** A value, a key and a comma that are hard to carry. */
const HARD = '  签字: 是\n  "𠮷😀<&\\"\\x01|@某": 1\n  𠮷😀：甲\n';

/** Errors, warnings, hints, a waiver, ends in another dossier, safe fixes, and text that is hard to carry. */
function mixed(): string {
  const more: readonly (readonly [string, string])[] = [
    ['  推荐地市: 德州市', '  推荐地市: 济南市'],
    ['依法纳税: 是', '依法纳税: 否'],
    ['  签字: 是\n', HARD],
  ];
  return folder({
    [NAMES[0]]: applicant(0, ...more) + WAIVER,
    [NAMES[1]]: applicant(1, [creditCode(1), creditCode(0)]),
    'dossier.config.yaml': 'rules: {typical-modes: warning, selection-standard: off}\n',
  });
}

let mixture: Promise<{ readonly cwd: string; readonly got: Reports }> | undefined;
async function mix() {
  const make = async () => {
    const cwd = mixed();
    return { cwd, got: await reports(cwd, '.') };
  };
  mixture ??= make();
  return mixture;
}

/** Runs that end differently, by name: the exit status, the folder. */
const ENDS = {
  clean: [0, () => folder({ '甲.dossier.yaml': smallest() })],
  found: [1, () => folder({ '甲.dossier.yaml': smallest(['依法纳税: 是', '依法纳税: 否']) })],
  unreadable: [3, () => folder({ '甲.dossier.yaml': GBK, '乙.dossier.yaml': smallest() })],
  nothing: [3, () => folder()],
} as const;

const schema = (name: string) => readFileSync(join(import.meta.dirname, 'schemas', name), 'utf8');

function validSarif(report: string): Sarif {
  const ajv = new Ajv4({ strict: false, allErrors: true });
  addFormats(ajv as unknown as Ajv);
  const validate = ajv.compile<Sarif>(JSON.parse(schema('sarif-schema-2.1.0.json')));
  const log: unknown = JSON.parse(report);
  assert.ok(validate(log), JSON.stringify(validate.errors, null, 1));
  return log;
}

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}
interface Artifact {
  readonly uri: string;
  readonly uriBaseId?: string;
  readonly index?: number;
}
interface Location {
  readonly id?: number;
  readonly message?: { readonly text: string };
  readonly physicalLocation: { readonly artifactLocation: Artifact; readonly region: Region };
  readonly logicalLocations?: readonly { readonly fullyQualifiedName: string }[];
}
interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly Location[];
  readonly relatedLocations?: readonly Location[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly fixes?: readonly {
    readonly artifactChanges: readonly {
      readonly artifactLocation: Artifact;
      readonly replacements: readonly {
        readonly deletedRegion: Region;
        readonly insertedContent?: { readonly text: string };
      }[];
    }[];
  }[];
  readonly suppressions: readonly {
    readonly kind: string;
    readonly justification: string;
    readonly location: Location;
  }[];
}
interface Sarif {
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly rules: readonly {
          readonly id: string;
          readonly help: { readonly text: string; readonly markdown: string };
          readonly defaultConfiguration: { readonly level: string };
        }[];
      };
    };
    readonly columnKind: string;
    readonly artifacts: readonly { readonly location: Artifact }[];
    readonly invocations: readonly {
      readonly executionSuccessful: boolean;
      readonly exitCode: number;
      readonly toolExecutionNotifications?: readonly { readonly message: { readonly text: string } }[];
    }[];
    readonly results: readonly Result[];
  }[];
}

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;
const unbraced = (text: string) => text.replaceAll('{{', '{').replaceAll('}}', '}');
const pathOf = ({ physicalLocation }: Location) => decodeURIComponent(physicalLocation.artifactLocation.uri);

/** The offset of a line and a column, both from 1, in UTF-16 units. */
function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split('\n');
  return lines.slice(0, line - 1).reduce((n, l) => n + l.length + 1, 0) + column - 1;
}

suite('SARIF', TOGETHER, () => {
  test('says what JSON says, by the published schema', async () => {
    const { got } = await mix();
    const [run] = validSarif(got.sarif).runs;
    assert.equal(run!.columnKind, 'utf16CodeUnits');
    assert.deepEqual(
      run!.results.map((r) => [
        pathOf(r.locations[0]!),
        r.ruleId,
        r.level,
        unbraced(r.message.text),
        r.locations[0]!.logicalLocations?.[0]?.fullyQualifiedName ?? null,
        Object.values(r.locations[0]!.physicalLocation.region),
        r.suppressions.length,
      ]),
      rows(got.json).map((f) => [
        f.path,
        f.rule,
        LEVELS[f.severity],
        f.message,
        f.field,
        [f.range.start.line + 1, f.range.start.character + 1, f.range.end.line + 1, f.range.end.character + 1],
        f.waived ? 1 : 0,
      ]),
    );
    assert.deepEqual(run!.invocations[0]!.exitCode, got.status);
    assert.equal(run!.invocations[0]!.executionSuccessful, true);
  });

  test('has each rule that found something once, with help, and each result points at its own', async () => {
    const [run] = validSarif((await mix()).got.sarif).runs;
    const { rules } = run!.tool.driver;
    assert.deepEqual(rules.map((r) => r.id).sort(), [...new Set(run!.results.map((r) => r.ruleId))].sort());
    for (const result of run!.results) assert.equal(rules[result.ruleIndex]!.id, result.ruleId);
    const tax = rules.find((r) => r.id === 'tax-paid')!;
    assert.match(tax.help.markdown, /二（一）1/, 'the clause stands in it');
    assert.ok(tax.help.text.length > 20);
    assert.equal(tax.defaultConfiguration.level, 'error');
    assert.equal(rules.find((r) => r.id === 'typical-modes')!.defaultConfiguration.level, 'note', 'settings apart');
  });

  test('names files by encoded addresses from the working folder, and nothing of the machine', async () => {
    const { got } = await mix();
    const [run] = validSarif(got.sarif).runs;
    const uris = run!.artifacts.map((a) => a.location);
    assert.deepEqual(uris.map((a) => decodeURIComponent(a.uri)).sort(), [...NAMES].sort());
    for (const { uri, uriBaseId } of uris) {
      assert.match(uri, /^[\w.~!'()*%/-]+$/);
      assert.equal(uriBaseId, '%SRCROOT%');
    }
    for (const r of run!.results) {
      const { index, uri } = r.locations[0]!.physicalLocation.artifactLocation;
      assert.equal(uris[index!]!.uri, uri);
    }
    for (const [name, report] of Object.entries(got)) assert.ok(!String(report).includes(temp), name);
  });

  test('gives the other ends of a finding', async () => {
    const [run] = validSarif((await mix()).got.sarif).runs;
    const twice = run!.results.filter((r) => r.ruleId === 'duplicate-applicant');
    const ends = twice.map((r) => [pathOf(r.locations[0]!), pathOf(r.relatedLocations![0]!)]);
    assert.deepEqual(ends.sort(), [[...NAMES], [...NAMES].reverse()].sort());
    for (const r of twice) {
      assert.ok(r.relatedLocations![0]!.message!.text);
      assert.deepEqual(r.relatedLocations![0]!.physicalLocation.region.startColumn, 13);
    }
  });

  test('gives a waiver with its reason, its reviewer and its place', async () => {
    const { cwd, got } = await mix();
    const [run] = validSarif(got.sarif).runs;
    const [waived, ...more] = run!.results.filter((r) => r.suppressions.length);
    assert.deepEqual([waived!.ruleId, waived!.level, more.length], ['city-mismatch', 'note', 0]);
    assert.ok(waived!.message.text.includes('{{甲}}'), 'braces are doubled in a message');
    const [{ kind, justification, location }] = waived!.suppressions as unknown as [Result['suppressions'][0]];
    assert.equal(kind, 'inSource');
    assert.match(justification, /市局同意 \{甲\}.*王立国.*2023-06-13/);
    const line = readFileSync(join(cwd, NAMES[0]), 'utf8').split('\n')[location.physicalLocation.region.startLine - 1]!;
    assert.match(line, /city-mismatch/);
  });

  test('its fixes and those of rdjson make the same text, and the finding is gone', async () => {
    const { cwd, got } = await mix();
    const text = readFileSync(join(cwd, NAMES[0]), 'utf8');
    const [run] = validSarif(got.sarif).runs;
    const mendable = run!.results.filter((r) => r.fixes && pathOf(r.locations[0]!) === NAMES[0]);
    const colon = mendable.find((r) => r.ruleId === 'full-width-punctuation')!;
    const [change] = colon.fixes![0]!.artifactChanges;
    assert.equal(decodeURIComponent(change!.artifactLocation.uri), NAMES[0]);
    const [{ deletedRegion: at, insertedContent }] = change!.replacements as unknown as [
      { deletedRegion: Region; insertedContent?: { text: string } },
    ];
    const [start, end] = [offsetOf(text, at.startLine, at.startColumn), offsetOf(text, at.endLine, at.endColumn)];
    assert.equal(text.slice(start, end), '：');
    const mended = text.slice(0, start) + (insertedContent?.text ?? '') + text.slice(end);
    assert.ok(mended.includes('  𠮷😀: 甲\n'), mended);
    assert.ok(!analyzed(mended).findings.some((f) => f.rule === colon.ruleId));

    const bytes = Buffer.from(text);
    const said = rd(got.rdjson).find((d) => d.code.value === 'full-width-punctuation')!;
    const [suggestion] = said.suggestions!;
    const byte = ({ line, column }: { line: number; column: number }) =>
      Buffer.byteLength(
        text
          .split('\n')
          .slice(0, line - 1)
          .join('\n'),
      ) +
      (line > 1 ? 1 : 0) +
      column -
      1;
    const [from, to] = [byte(suggestion!.range.start), byte(suggestion!.range.end)];
    const same = Buffer.concat([bytes.subarray(0, from), Buffer.from(suggestion!.text), bytes.subarray(to)]);
    assert.equal(same.toString(), mended);
  });

  test('what stands in a chapter is shown there, with its other end in the dossier', async () => {
    const text = withChapter(smallest(), 'chapters/01 定位.md');
    const cwd = folder({ '甲.dossier.yaml': text, 'chapters/01 定位.md': `${CHAPTER}\n平台现有注册用户999个。\n` });
    const { out } = await check(cwd, ['--format', 'sarif', '.']);
    const [run] = validSarif(out).runs;
    assert.deepEqual(
      run!.artifacts.map((a) => decodeURIComponent(a.location.uri)),
      ['甲.dossier.yaml', 'chapters/01 定位.md'],
    );
    const [found] = run!.results.filter((r) => r.ruleId === 'number-consistency');
    assert.equal(pathOf(found!.locations[0]!), 'chapters/01 定位.md');
    const [end] = found!.relatedLocations!;
    assert.equal(pathOf(end!), '甲.dossier.yaml');
    const { startLine } = end!.physicalLocation.region;
    assert.match(text.split('\n')[startLine - 1]!, /注册用户数: 310/);
  });

  test('a file outside the working folder has an absolute address, as the standard wants', async () => {
    const cwd = folder({ '甲.dossier.yaml': smallest(), '内/x.txt': '' });
    const { out } = await check(join(cwd, '内'), ['--format', 'sarif', '../甲.dossier.yaml']);
    const [run] = validSarif(out).runs;
    const [{ location }] = run!.artifacts as unknown as [{ location: Artifact }];
    assert.match(location.uri, /^file:\/\/\/.*%E7%94%B2\.dossier\.yaml$/);
    assert.equal(location.uriBaseId, undefined);
  });
});

/** Fingerprints by rule and field, or by what is said where there is no field. */
function fingerprintsOf(report: string): readonly (readonly [string, string])[] {
  return validSarif(report).runs[0]!.results.map((r) => [
    `${r.ruleId} ${r.locations[0]!.logicalLocations?.[0]?.fullyQualifiedName ?? ''}`,
    Object.values(r.partialFingerprints).join(),
  ]);
}

suite('fingerprints', TOGETHER, () => {
  test('differ between findings, and are those of GitLab too', async () => {
    const { got } = await mix();
    const names = fingerprintsOf(got.sarif).map(([, name]) => name);
    assert.ok(names.length > 8);
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(
      gitlab(got.gitlab).map((i) => i.fingerprint),
      names,
    );
  });

  test('stay when lines, items and findings come before them, also in another language', async () => {
    const cwd = folder({ '甲.dossier.yaml': '' });
    const of = async (text: string, ...args: readonly string[]) => {
      writeFileSync(join(cwd, '甲.dossier.yaml'), text);
      return fingerprintsOf((await check(cwd, ['--format', 'sarif', ...args, '.'])).out);
    };
    const text = smallest(
      ['依法纳税: 是', '依法纳税: 否'],
      ['  - {编号: 审计, 材料: 审计报告, 年度: 2022', '  - {编号: 审计, 材料: 审计报告, 年度: 2021'],
      ['  签字: 是\n', '  签字: 是\n  甲：乙\n'],
    );
    const was = await of(text);
    assert.deepEqual(
      (await of(`# 新的一行\n\n${text}`, '--lang', 'en')).map(([, name]) => name),
      was.map(([, name]) => name),
    );
    assert.deepEqual(await of(text.replaceAll('\n', '\r\n')), was);
    const moved = await of(
      text
        .replace('诚信守法: 是', '诚信守法: 否')
        .replace('附件材料:\n', '附件材料:\n  - {编号: 其他, 材料: 其他, 文件: evidence/执照.pdf}\n')
        .replace('    平台面向', '    另起一段。\n\n    平台面向'),
    );
    const now = new Set(moved.map(([, name]) => name));
    for (const [what, name] of was) assert.ok(now.has(name), what);
    assert.ok(moved.some(([what]) => what.startsWith('honest')));
  });

  test('of a finding do not depend on what is shown beside it', async () => {
    const { cwd, got } = await mix();
    const { out } = await check(cwd, ['--format', 'sarif', '--quiet', '.']);
    const whole = new Set(fingerprintsOf(got.sarif).map(([, name]) => name));
    const errors = fingerprintsOf(out).map(([, name]) => name);
    assert.ok(errors.length && errors.length < whole.size);
    assert.ok(errors.every((name) => whole.has(name)));
  });
});

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  textNodeName: 'text',
  parseAttributeValue: false,
  parseTagValue: false,
  processEntities: true,
  htmlEntities: true,
  isArray: (name) => ['testsuite', 'testcase', 'file', 'error'].includes(name),
});

async function wellFormed(xml: string, xsd?: string): Promise<void> {
  const { valid, errors } = await validateXML({
    xml: { fileName: 'report.xml', contents: xml },
    ...(xsd ? { schema: xsd } : { normalization: 'c14n' as const }),
  } as Parameters<typeof validateXML>[0]);
  assert.ok(valid, JSON.stringify(errors));
}

interface Told {
  readonly message: string;
  readonly type: string;
  readonly text: string;
}
interface Case {
  readonly name: string;
  readonly classname: string;
  readonly failure?: Told;
  readonly error?: readonly Told[];
  readonly skipped?: Told;
  readonly 'system-out'?: string;
}
interface Suite {
  readonly name: string;
  readonly tests: string;
  readonly failures: string;
  readonly errors: string;
  readonly skipped: string;
  readonly testcase: readonly Case[];
}

async function junit(
  xml: string,
): Promise<{ tests: string; failures: string; errors: string; testsuite: readonly Suite[] }> {
  await wellFormed(xml, schema('junit-10.xsd'));
  return parser.parse(xml).testsuites;
}

/** What XML cannot hold is shown as U+FFFD; attributes that a reader has normalised are compared as such. */
const inXml = (text: string) => text.replaceAll('\u0001', '\ufffd');

suite('JUnit', TOGETHER, () => {
  test('a suite a file, a case a finding, failing where the run fails', async () => {
    const { got } = await mix();
    const root = await junit(got.junit);
    const found = rows(got.json);
    const cases = root.testsuite.flatMap((s) => s.testcase);
    assert.deepEqual(
      cases.map((c) => [c.classname, c.name.split(' ')[0], c.failure?.message ?? null, Boolean(c.skipped)]),
      found.map((f) => [f.path, f.rule, f.severity === 'error' ? inXml(f.message) : null, f.waived]),
    );
    assert.equal(new Set(cases.map((c) => c.classname + c.name)).size, cases.length, 'no two of a name');
    const errors = found.filter((f) => f.severity === 'error').length;
    assert.deepEqual([root.tests, root.failures, root.errors], [`${found.length}`, `${errors}`, '0']);
    for (const s of root.testsuite) assert.equal(s.tests, `${s.testcase.length}`);
    const warned = cases.find((c) => c.name.startsWith('typical-modes'))!;
    assert.match(warned['system-out']!, /:\d+:\d+: 警告/);
  });

  test('warnings fail where there are more than allowed, as the run does', async () => {
    const cwd = folder({ '甲.dossier.yaml': smallest(['  推荐地市: 德州市', '  推荐地市: 济南市']) });
    const few = await reports(cwd, '--max-warnings', '1', '.');
    const many = await reports(cwd, '--max-warnings', '0', '.');
    assert.deepEqual([few.status, (await junit(few.junit)).failures], [0, '0']);
    assert.deepEqual([many.status, (await junit(many.junit)).failures], [1, '1']);
  });
});

suite('checkstyle', () => {
  test('says what JSON says, columns in characters', async () => {
    const { cwd, got } = await mix();
    await wellFormed(got.checkstyle);
    const { checkstyle } = parser.parse(got.checkstyle) as {
      checkstyle: {
        file: readonly { name: string; error?: readonly Readonly<Record<string, string>>[] }[];
      };
    };
    const lines = (path: string) => readFileSync(join(cwd, path), 'utf8').split('\n');
    assert.deepEqual(
      checkstyle.file.flatMap((f) =>
        (f.error ?? []).map((e) => [f.name, e.source, e.severity, e.message, e.line, e.column]),
      ),
      rows(got.json).map(({ path, rule, severity, message, range: { start } }) => {
        const before = lines(path)[start.line]!.slice(0, start.character);
        return [path, `dossier.${rule}`, severity, inXml(message), `${start.line + 1}`, `${[...before].length + 1}`];
      }),
    );
  });
});

interface Diagnostic {
  readonly message: string;
  readonly severity: string;
  readonly code: { readonly value: string };
  readonly location: { readonly path: string; readonly range: Range };
  readonly suggestions?: readonly { readonly range: Range; readonly text: string }[];
  readonly related_locations?: readonly { readonly location: { readonly path: string } }[];
}
interface Range {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

/** Reviewdog's schema lets anything more pass, and it reads no key that it does not know: so neither do we write one. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== 'object' || part === null) return part;
  const copy = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, closed(value)]));
  return copy.properties ? { ...copy, additionalProperties: false } : copy;
}

function rd(report: string): readonly Diagnostic[] {
  const validate = new Ajv4({ strict: false }).compile<{ diagnostics: readonly Diagnostic[] }>(
    closed(JSON.parse(schema('reviewdog-diagnostic-result.json'))) as object,
  );
  const result: unknown = JSON.parse(report);
  assert.ok(validate(result), JSON.stringify(validate.errors));
  return result.diagnostics;
}

suite('rdjson', () => {
  test('says what JSON says, columns in bytes', async () => {
    const { cwd, got } = await mix();
    const lines = (path: string) => readFileSync(join(cwd, path), 'utf8').split('\n');
    const place = (path: string, { line, character }: Place) => ({
      line: line + 1,
      column: Buffer.byteLength(lines(path)[line]!.slice(0, character)) + 1,
    });
    const found = rd(got.rdjson);
    assert.deepEqual(
      found.map((d) => [d.location.path, d.code.value, d.severity, d.message, d.location.range]),
      rows(got.json).map(({ path, rule, severity, message, range }) => [
        path,
        rule,
        severity.toUpperCase(),
        message,
        { start: place(path, range.start), end: place(path, range.end) },
      ]),
    );
    const twice = found.find((d) => d.code.value === 'duplicate-applicant')!;
    assert.notEqual(twice.related_locations![0]!.location.path, twice.location.path);
  });
});

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** The shape that GitLab's documentation gives: all of these keys, each of its type. */
const GITLAB = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    additionalProperties: false,
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', pattern: '^(?!\\./|/).' },
          lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
        },
      },
    },
  },
};

function gitlab(report: string): readonly Issue[] {
  const validate = new Ajv().compile<readonly Issue[]>(GITLAB);
  const issues: unknown = JSON.parse(report);
  assert.ok(validate(issues), JSON.stringify(validate.errors));
  return issues;
}

suite('GitLab', () => {
  test('says what JSON says', async () => {
    const { got } = await mix();
    const severities = { error: 'major', warning: 'minor', info: 'info' };
    assert.deepEqual(
      gitlab(got.gitlab).map((i) => [i.location.path, i.check_name, i.severity, i.description, i.location.lines.begin]),
      rows(got.json).map((f) => [f.path, f.rule, severities[f.severity], f.message, f.range.start.line + 1]),
    );
  });
});

interface Annotation {
  readonly level: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads a log as GitHub's runner does: what begins a line with `::` is a command. */
function annotations(log: string): readonly Annotation[] {
  const decoded = (text: string) =>
    text.replace(/%(25|0D|0A|3A|2C)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return log.split('\n').flatMap((line) => {
    const m = /^\s*::([a-z-]+)(?: (.*?))?::(.*)$/.exec(line);
    if (!m) return [];
    const properties = (m[2] ?? '')
      .split(',')
      .filter(Boolean)
      .map((p) => /^([^=]+)=(.*)$/s.exec(p)!);
    return [
      {
        level: m[1]!,
        properties: Object.fromEntries(properties.map(([, key, value]) => [key!, decoded(value!)])),
        message: decoded(m[3]!),
      },
    ];
  });
}

const GITHUB_LEVELS = { error: 'error', warning: 'warning', info: 'notice' } as const;

suite('GitHub', TOGETHER, () => {
  test('says what JSON says, level by level', async () => {
    const { cwd, got } = await mix();
    const found = rows(got.json);
    for (const severity of ['error', 'warning', 'info'] as const)
      assert.ok(found.filter((f) => f.severity === severity).length <= 10, `all of ${severity} fit`);
    const key = (f: { rule: string; path: string; line: number; message: string; level: string }) =>
      JSON.stringify([f.level, f.path, f.rule, f.line, f.message]);
    assert.deepEqual(
      annotations(got.github)
        .map(({ level, properties: p, message }) =>
          key({ level, path: p.file!, rule: p.title!.split(' ')[1]!, line: Number(p.line), message }),
        )
        .sort(),
      found.map((f) => key({ ...f, level: GITHUB_LEVELS[f.severity], line: f.range.start.line + 1 })).sort(),
    );
    assert.match(got.github, /检查了 2 份申报书.*\n$/);
    assert.ok(!got.github.includes('没有标注'));
    const root = await check(join(cwd, '乙'), ['--format', 'github', '.'], { GITHUB_WORKSPACE: cwd });
    assert.deepEqual([...new Set(annotations(root.out).map((a) => a.properties.file))], [NAMES[1]]);
    const project = await check(join(cwd, '乙'), ['--format', 'gitlab', '.'], { CI_PROJECT_DIR: cwd });
    assert.deepEqual([...new Set(gitlab(project.out).map((i) => i.location.path))], [NAMES[1]]);
  });

  test('shows ten of a level at most, says how many more there are, and has these in the log', async () => {
    const { out } = await check(join(SAMPLES, '常见问题'), ['--format', 'github', '.']);
    const json = await check(join(SAMPLES, '常见问题'), ['--format', 'json', '.']);
    const found = rows(json.out);
    const count = (severity: string) => found.filter((f) => f.severity === severity).length;
    assert.ok(count('error') > 10 && count('warning') > 10, 'the sample has enough');
    const told = annotations(out);
    for (const level of ['error', 'warning', 'notice'])
      assert.ok(told.filter((a) => a.level === level).length <= 10, level);
    assert.equal(told.filter((a) => a.level === 'error').length, 10);
    const last = out.trimEnd().split('\n').at(-1)!;
    assert.match(last, /^::notice title=dossier::/);
    assert.ok(
      last.includes(`另有 ${count('error') - 10} 个错误、${count('warning') - 10} 个警告、0 个提示没有标注`),
      last,
    );
    for (const f of found) assert.ok(out.includes(f.message), f.message);
  });
});

suite('Markdown', () => {
  test('has a row for each finding, errors first, hints folded away', async () => {
    const { got } = await mix();
    assert.ok(got.markdown.startsWith('<!-- dossier-check -->\n'), 'a job finds its own comment again');
    const cells = got.markdown.split('\n').filter((l) => /^\| \d/.test(l));
    const found = rows(got.json);
    assert.equal(cells.length, found.length);
    for (const { rule, range } of found)
      assert.ok(
        cells.some((c) => c.startsWith(`| ${range.start.line + 1}:`) && c.endsWith(` \`${rule}\` |`)),
        rule,
      );
    assert.ok(
      cells.every((c) => c.replace(/\\\|/g, '').split('|').length === 6),
      'four cells each',
    );
    assert.ok(got.markdown.indexOf('tax-paid') < got.markdown.indexOf('<details>'));
    assert.ok(got.markdown.indexOf('<details>') < got.markdown.indexOf('city-mismatch'));
    assert.ok(!/(?<!&#\d*|<!-- .*)@(?!<!-- -->)/.test(got.markdown), 'nobody is called');
  });
});

/** A run as made up for a test: one file with these messages. */
function made(messages: readonly string[], path = '甲.dossier.yaml'): CheckRun {
  const findings = messages.map(
    (message): Finding => ({
      rule: 'tax-paid',
      title: { zh: '依法纳税', en: 'Taxes are paid' },
      severity: 'error',
      message: { zh: message, en: message },
      clause: null,
      path: null,
      span: { start: 0, end: 1 },
      related: [],
      fixSpecs: [],
      waived: false,
    }),
  );
  return {
    files: [{ path, text: '甲: 乙\n', findings, complete: true, isChapter: false }],
    counts: { error: findings.length, warning: 0, info: 0 },
    locale: 'zh',
    status: 1,
    warningsFail: false,
    color: false,
    io: { cwd: process.cwd(), env: {} },
    details: { locateRelated: () => undefined, safeFixes: () => [], waivers: () => [], rule: () => undefined },
    fingerprint: (finding) => finding.message.zh,
  };
}

suite('what is hard to carry', TOGETHER, () => {
  const HOSTILE =
    'a\u0000\u0001\u000b\u001f\ufffe\uffff\ud800]]>&<b x="1" y=\'2\'>\r\n\t::error::x ##[error]|`@all %0A,: \\ #1 𠮷';

  test('is one well-formed report of one finding in each format', async () => {
    const run = made([HOSTILE], `a,b:c%\ud800"<&>'.dossier.yaml`);
    for (const format of ['junit', 'checkstyle'] as const) {
      const xml = reportIn(format)(run);
      await wellFormed(xml, format === 'junit' ? schema('junit-10.xsd') : undefined);
      const plain = HOSTILE.replace(/[\u0000\u0001\u000b\u001f\ufffe\uffff\ud800]/g, '\ufffd');
      const root = parser.parse(xml);
      const told = (root.testsuites?.testsuite[0].testcase[0].failure ?? root.checkstyle.file[0].error[0]) as Told;
      assert.equal(told.message, plain, format);
    }
    const log = reportIn('github')(run);
    const told = annotations(log);
    assert.equal(told.length, 1);
    assert.equal(told[0]!.message, HOSTILE);
    assert.equal(told[0]!.properties.file, run.files[0]!.path);
    assert.equal(validSarif(reportIn('sarif')(run)).runs[0]!.results[0]!.message.text, HOSTILE);
    assert.equal(rd(reportIn('rdjson')(run))[0]!.message, HOSTILE);
    assert.equal(gitlab(reportIn('gitlab')(run))[0]!.description, HOSTILE);
    assert.equal(
      reportIn('markdown')(run)
        .split('\n')
        .filter((l) => l.startsWith('| 1:1 ')).length,
      1,
    );
  });

  test('no line of a log becomes a command, however many there are', () => {
    const run = made(
      Array.from({ length: 30 }, (_, i) => `::error::${i}\n::set-env name=A::b\r##[error]c`),
      '::error::a',
    );
    const log = reportIn('github')(run);
    const told = annotations(log);
    // The old style is taken anywhere in a line that is not a command already.
    assert.ok(log.split(/[\r\n]/).every((line) => line.startsWith('::') || !line.includes('##[')));
    assert.deepEqual(
      told.map((a) => a.level),
      [...Array.from({ length: 10 }, () => 'error'), 'notice'],
    );
  });

  test('a comment stays below what GitHub takes, and says how many are left out', () => {
    const run = made(Array.from({ length: 2000 }, (_, i) => `${i} ${'很长的一句话'.repeat(10)}`));
    const comment = reportIn('markdown')(run);
    assert.ok(comment.length < 65_536, `${comment.length}`);
    const shown = comment.split('\n').filter((l) => l.startsWith('| 1:1 ')).length;
    assert.ok(shown > 500);
    assert.match(comment, new RegExp(`另有 ${2000 - shown} 条没有列出`));
  });
});

suite('how a run ends', TOGETHER, () => {
  for (const [name, [status, make]] of Object.entries(ENDS)) {
    test(`${name} is ${status} with all formats together`, async () => {
      assert.equal((await reports(make(), '.')).status, status);
    });
  }

  for (const name of ['found', 'unreadable'] as const) {
    test(`${name}: a format alone has the same report and the same status`, async () => {
      const [status, make] = ENDS[name];
      const cwd = make();
      const together = await reports(cwd, '.');
      for (const format of FORMATS) {
        const alone = await check(cwd, ['--format', format, '.']);
        assert.deepEqual([alone.status, alone.out, alone.err], [status, together[format], ''], format);
      }
    });
  }

  test('nothing found is a valid report that says so', async () => {
    const got = await reports(folder({ '甲.dossier.yaml': smallest() }), '--severity', 'warning', '.');
    assert.deepEqual(rows(got.json), []);
    const [run] = validSarif(got.sarif).runs;
    assert.deepEqual([run!.results, run!.tool.driver.rules, run!.artifacts.length], [[], [], 1]);
    assert.deepEqual([run!.invocations[0]!.exitCode, run!.invocations[0]!.toolExecutionNotifications], [0, undefined]);
    const { tests, failures, errors, testsuite } = await junit(got.junit);
    assert.deepEqual([tests, failures, errors], ['1', '0', '0']);
    assert.equal(testsuite[0]!.testcase[0]!.name, '甲.dossier.yaml');
    await wellFormed(got.checkstyle);
    assert.equal(parser.parse(got.checkstyle).checkstyle.file[0].name, '甲.dossier.yaml');
    assert.deepEqual([rd(got.rdjson), gitlab(got.gitlab), annotations(got.github)], [[], [], []]);
    assert.match(got.markdown, /✅.*\n\n检查了 1 份申报书：0 个错误/);
  });

  test('nothing checked is a valid report, and no success wherever a format can say so', async () => {
    const got = await reports(folder(), '.');
    const said = /没有找到申报书/;
    const [run] = validSarif(got.sarif).runs;
    assert.deepEqual([run!.results, run!.invocations[0]!.executionSuccessful], [[], false]);
    assert.match(run!.invocations[0]!.toolExecutionNotifications![0]!.message.text, said);
    const { errors, testsuite } = await junit(got.junit);
    assert.equal(errors, '1');
    assert.match(testsuite[0]!.testcase[0]!.error![0]!.message, said);
    await wellFormed(got.checkstyle);
    assert.deepEqual([rd(got.rdjson), gitlab(got.gitlab)], [[], []]);
    assert.match(annotations(got.github)[0]!.message, said);
    assert.match(got.markdown, /❌/);
    for (const report of [got.markdown, got.text]) assert.match(report, said);
  });

  test('a file that cannot be read is told in every format', async () => {
    const got = await reports(ENDS.unreadable[1](), '.');
    const [fault] = rows(got.json).filter((f) => f.rule === 'internal-fault');
    assert.equal(fault!.path, '甲.dossier.yaml');
    for (const format of FORMATS) assert.ok(got[format].includes(fault!.message), format);
    const [run] = validSarif(got.sarif).runs;
    assert.deepEqual([run!.invocations[0]!.executionSuccessful, run!.invocations[0]!.exitCode], [false, 3]);
    assert.equal(run!.invocations[0]!.toolExecutionNotifications![0]!.message.text, fault!.message);
    assert.equal((await junit(got.junit)).errors, '1');
    assert.equal(gitlab(got.gitlab).find((i) => i.check_name === 'internal-fault')!.severity, 'blocker');
    await wellFormed(got.checkstyle);
    assert.equal(rd(got.rdjson).find((d) => d.code.value === 'internal-fault')!.severity, 'ERROR');
  });

  test('a message in English is so in every format', async () => {
    const { cwd } = await mix();
    const got = await reports(cwd, '--lang', 'en', '.');
    const tax = rows(got.json).find((f) => f.rule === 'tax-paid')!.message;
    assert.match(tax, /notice/);
    for (const format of FORMATS.filter((f) => f !== 'markdown'))
      assert.ok(got[format].includes(tax.slice(-20)), format);
    assert.match(got.markdown, /\| line:column \| level \|/);
  });
});

suite('--format', TOGETHER, () => {
  test('writes only to files where all have one, over a report of before', async () => {
    const cwd = ENDS.found[1]();
    writeFileSync(join(cwd, 'a=b.json'), '旧的');
    const { status, out, err } = await check(cwd, ['--format', 'json=a=b.json', '--format=sarif=out/深/r.sarif', '.']);
    assert.deepEqual([status, out, err], [1, '', '']);
    assert.equal(rows(readFileSync(join(cwd, 'a=b.json'), 'utf8'))[0]!.rule, 'tax-paid');
    validSarif(readFileSync(join(cwd, 'out/深/r.sarif'), 'utf8'));
  });

  test('colours are for the terminal, not for a file', async () => {
    const cwd = ENDS.found[1]();
    const { out } = await check(cwd, ['--format', 'json', '--format', 'text=a.txt', '.'], { FORCE_COLOR: '1' });
    assert.ok(rows(out).length);
    assert.ok(!readFileSync(join(cwd, 'a.txt'), 'utf8').includes('\u001b'));
  });

  test('a report that cannot be written is 3, said, and the others are there', async () => {
    const cwd = ENDS.clean[1]();
    writeFileSync(join(cwd, '文件'), '');
    const { status, out, err } = await check(cwd, [
      '--format=json',
      '--format=sarif=文件/r.sarif',
      '--format=junit=r.xml',
      '.',
    ]);
    assert.equal(status, 3);
    assert.match(err, /^dossier: the report 文件\/r\.sarif was not written: /);
    assert.deepEqual(JSON.parse(out).summary.files, 1);
    await junit(readFileSync(join(cwd, 'r.xml'), 'utf8'));
  });

  test('a pipe is written to, not replaced', { skip: process.platform === 'win32' && 'no such pipes' }, async () => {
    const cwd = ENDS.found[1]();
    execFileSync('mkfifo', [join(cwd, 'p')]);
    const reader = spawn('cat', [join(cwd, 'p')], { stdio: ['ignore', 'pipe', 'ignore'], timeout: 60_000 });
    const [got, { status }] = await Promise.all([all(reader.stdout), check(cwd, ['--format', 'json=p', '.'])]);
    assert.equal(status, 1);
    assert.equal(rows(got)[0]!.rule, 'tax-paid');
  });

  const WRONG: Readonly<Record<string, readonly [readonly string[], RegExp]>> = {
    'an unknown format': [['xml'], /sarif.*NAME=FILE/],
    'an unknown format with a file': [['xml=a'], /sarif.*NAME=FILE/],
    'no file after the sign': [['sarif='], /NAME=FILE/],
    'two for standard output': [['text', 'json'], /not both text and json.*--format json=FILE/],
    'one twice for standard output': [['json', 'json'], /standard output takes one report/],
    'two for one file': [['json=a', 'sarif=./a'], /two reports cannot go to one file/],
    'a file that is a dossier': [['json=甲.dossier.yaml'], /must not take the place of 甲\.dossier\.yaml/],
    'the settings as a file': [['json=dossier.config.yaml'], /must not take the place/],
  };
  for (const [name, [formats, said]] of Object.entries(WRONG)) {
    test(`${name} is 2, and nothing is written`, async () => {
      const cwd = ENDS.found[1]();
      const files = readdirSync(cwd, { recursive: true });
      const { status, out, err } = await check(cwd, [...formats.flatMap((f) => ['--format', f]), '.']);
      assert.deepEqual([status, out], [2, '']);
      assert.match(err, said);
      assert.deepEqual(readdirSync(cwd, { recursive: true }), files);
      assert.equal(readFileSync(join(cwd, '甲.dossier.yaml'), 'utf8'), smallest(['依法纳税: 是', '依法纳税: 否']));
    });
  }
});
