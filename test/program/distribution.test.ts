/** What leaves the house: the packed package, installed where there is nothing else, does the main job and asks no network. */
import assert from 'node:assert/strict';
import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { parse } from 'yaml';
import { SAMPLES, SMALLEST } from '../support/engine.ts';
import { ensureBuilt, ROOT } from '../support/program.ts';

const GUARD = join(import.meta.dirname, '../support/no-network.cjs');
const DAY = ['--today', '2023-06-12'];
/** Bytes of the package: more is a library that came along unseen. */
const LARGEST = 2_500_000;
const WINDOWS = process.platform === 'win32';

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

let temp = '';
let packed: Packed;
/** A folder with the package and nothing else, as an office might name it. */
let home = '';
let networkLog = '';

before(() => {
  temp = mkdtempSync(join(tmpdir(), 'dossier-shelf-'));
  networkLog = join(temp, 'network.log');
  ensureBuilt();
  // Not built again: other tests run what is built.
  const out = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', temp], ROOT);
  packed = [JSON.parse(out)].flat()[0] as Packed;
  home = join(temp, '申报 材料[2023]');
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{}');
  npm(
    ['install', '--offline', '--no-audit', '--no-fund', '--cache', join(temp, 'empty'), join(temp, packed.filename)],
    home,
  );
  cpSync(join(SAMPLES, SMALLEST), join(home, SMALLEST), { recursive: true });
});
after(() => rmSync(temp, { recursive: true, force: true, maxRetries: 5 }));

function npm(args: readonly string[], cwd: string): string {
  return execFileSync('npm', [...args, '--loglevel=error'], { cwd, encoding: 'utf8', shell: WINDOWS });
}

/** The Node that runs the tests, and the one that runs npm. */
const nodes = [...new Set([process.execPath, process.env.npm_node_execpath ?? process.execPath])];

/** Runs the installed program, with every way to a network shut. */
function dossier(args: readonly string[], node = process.execPath): SpawnSyncReturns<string> {
  const program = join(home, 'node_modules/dossier-ls/dist/cli.cjs');
  return spawnSync(node, [program, ...args], {
    cwd: home,
    encoding: 'utf8',
    env: {
      ...process.env,
      NODE_OPTIONS: `--require ${JSON.stringify(GUARD)}`,
      NETWORK_LOG: networkLog,
      // LibreOffice is another test's.
      PATH: dirname(node),
    },
  });
}

suite('the npm package', () => {
  test('holds what runs and what is read, and is small', (t) => {
    const paths = packed.files.map((f) => f.path);
    t.diagnostic(`the package has ${packed.size} bytes in ${paths.length} files`);
    assert.ok(packed.size < LARGEST, `${packed.size} bytes`);
    for (const path of [
      'LICENSE',
      'README.md',
      'README.zh-CN.md',
      'dist/cli.cjs',
      'dist/packs.json',
      'schemas/rules.yaml',
    ])
      assert.ok(paths.includes(path), path);
    assert.deepEqual(
      paths.filter((p) => /^(test|server|client\/src|node_modules|dist\/test)\//.test(p)),
      [],
    );
  });

  test('brings nothing along, and nothing to compile', () => {
    const own = readdirSync(join(home, 'node_modules')).filter((name) => !name.startsWith('.'));
    assert.deepEqual(own, ['dossier-ls']);
  });

  test('is found by npx under its name', () => {
    const run = spawnSync('npx', ['--no', '--offline', 'dossier', 'notices'], {
      cwd: home,
      encoding: 'utf8',
      shell: WINDOWS,
    });
    assert.equal(run.status, 0, run.stderr);
    assert.match(run.stdout, /sd-2023/);
  });

  for (const node of nodes) {
    const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
    test(`checks, reviews, renders and bundles on Node ${stdout.trim()}, and asks no network`, () => {
      const file = `${SMALLEST}/${SMALLEST}.dossier.yaml`;
      const out = mkdtempSync(join(temp, 'out-'));
      const commands = [
        ['check', '.', ...DAY],
        ['review', file, '--format', 'markdown', ...DAY],
        ['explain', 'credit-code'],
        ['render', file, '--all', '-o', out, ...DAY],
        ['bundle', file, '-o', out, ...DAY],
        ['new', join(out, '新.dossier.yaml')],
      ];
      for (const args of commands) {
        const run = dossier(args, node);
        assert.equal(run.status, 0, `${args.join(' ')}: ${run.stderr}${run.stdout}`);
      }
      const made = readdirSync(out);
      for (const ending of ['.docx', '.xlsx', '.dossier.yaml'])
        assert.ok(
          made.some((name) => name.endsWith(ending)),
          `${ending} in ${made}`,
        );
      // The evidence was opened: a PDF's pages are in the list of what is handed in.
      const bundle = made.find((name) => statSync(join(out, name)).isDirectory())!;
      assert.match(readFileSync(join(out, bundle, 'manifest.json'), 'utf8'), /"sha256"/);
      assert.equal(existsSync(networkLog) ? readFileSync(networkLog, 'utf8') : '', '');
    });
  }

  test('the guard against the network bites', () => {
    const log = join(temp, 'bites.log');
    const code = "require('http').get('http://127.0.0.1:9/').on('error', () => {})";
    const run = spawnSync(process.execPath, ['--require', GUARD, '-e', code], {
      encoding: 'utf8',
      env: { ...process.env, NETWORK_LOG: log },
    });
    assert.notEqual(run.status, 0);
    assert.match(readFileSync(log, 'utf8'), /connect .*127\.0\.0\.1/);
  });
});

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: {
    readonly steps: readonly {
      readonly id?: string;
      readonly run: string;
      readonly env?: Readonly<Record<string, string>>;
    }[];
  };
}

suite('the GitHub Action', { skip: WINDOWS && 'its shell is bash' }, () => {
  const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Action;
  const step = action.runs.steps.find((s) => s.id === 'check')!;

  /** The step as a runner runs it. */
  function acted(inputs: Readonly<Record<string, string>>) {
    const runner = mkdtempSync(join(temp, 'runner-'));
    const [summary, output] = [join(runner, 'summary'), join(runner, 'output')];
    const given = (name: string) => inputs[name] ?? action.inputs[name]!.default ?? '';
    const env = Object.entries(step.env!).map(([name, value]) => [
      name,
      value
        .replaceAll(/\$\{\{ github\.action_path \}\}/g, ROOT)
        .replaceAll(/\$\{\{ inputs\.(\w+) \}\}/g, (_, input: string) => given(input)),
    ]);
    const run = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd: home,
      encoding: 'utf8',
      env: {
        ...process.env,
        ...Object.fromEntries(env),
        PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
        RUNNER_TEMP: runner,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_OUTPUT: output,
      },
    });
    const told = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
    return { ...run, summary: told(summary), output: told(output) };
  }

  test('is green on a clean dossier, and says so in the summary', () => {
    const { status, stderr, output, summary } = acted({ paths: `${SMALLEST}\n`, arguments: '--today=2023-06-12\n' });
    assert.equal(status, 0, stderr);
    assert.match(output, /^status=0$/m);
    assert.notEqual(summary, '');
  });

  test('annotates what is found, writes SARIF, and is red', () => {
    const broken = join(home, '有错.dossier.yaml');
    writeFileSync(broken, '通知: sd-2023\n申报: {方向: 无此方向}\n');
    const { status, stdout, output } = acted({ paths: '有错.dossier.yaml', arguments: '', sarif: 'out.sarif' });
    rmSync(broken);
    assert.equal(status, 1);
    assert.match(output, /^status=1$/m);
    assert.match(stdout, /^::error .*file=有错\.dossier\.yaml/m);
    assert.equal(JSON.parse(readFileSync(join(home, 'out.sarif'), 'utf8')).version, '2.1.0');
  });

  test('takes what a workflow says as data, never as a command', () => {
    const { status } = acted({ paths: '$(touch pwned)`touch pwned`; touch pwned' });
    assert.notEqual(status, 0);
    assert.ok(!existsSync(join(home, 'pwned')));
  });
});

test('pre-commit is given a program that the package has, for the files it is about', () => {
  const [hook] = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8')) as readonly Record<string, string>[];
  const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { bin: Record<string, string> };
  assert.ok(hook!.entry!.split(' ')[0]! in bin);
  const files = new RegExp(hook!.files!);
  assert.ok(files.test('甲/乙.dossier.yaml') && files.test('乙.dossier.yml') && !files.test('dossier.config.yaml'));
});
