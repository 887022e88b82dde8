/** Bundles client, server and command line into dist/. `--watch` rebuilds at each change. Installs nothing. */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { bundledPackages, thirdPartyNotices } from './third-party-notices.mjs';

const { build, context } = await import('esbuild').catch(() => {
  console.error('esbuild is not installed: run npm ci first. A build installs nothing; npm start and npm test do.');
  process.exit(1);
});

const watch = process.argv.includes('--watch');
const shared = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: watch,
  minify: !watch,
  // In a CommonJS bundle there is no import.meta.
  define: { 'import.meta.dirname': '__dirname' },
  // The CommonJS builds of these libraries cannot be shaken; their ES builds can.
  mainFields: ['module', 'main'],
  logLevel: 'warning',
};
const bundles = [
  { entryPoints: ['client/src/extension.ts'], outfile: 'dist/client.cjs', external: ['vscode'] },
  // The preview's page runs in a browser.
  {
    entryPoints: ['client/media/preview.ts', 'client/media/preview.css'],
    outdir: 'dist',
    platform: 'browser',
    format: 'iife',
  },
  // Both faces of the engine: the extension starts `cli.cjs lsp`, as other editors do.
  {
    entryPoints: ['server/src/cli.ts'],
    outfile: 'dist/main.cjs',
    // What reads and binds PDFs runs in processes of its own, see evidence/reader.ts and pdf-binder.ts.
    external: ['unpdf', '@cantoo/pdf-lib'],
  },
  {
    entryPoints: ['server/src/start.ts'],
    outfile: 'dist/cli.cjs',
    external: ['./main.cjs'],
    banner: { js: '#!/usr/bin/env node' },
  },
  { entryPoints: ['server/src/host/evidence/reader.ts'], outfile: 'dist/evidence.cjs' },
  { entryPoints: ['server/src/host/pdf-binder.ts'], outfile: 'dist/binder.cjs' },
];

if (!watch) rmSync('dist', { recursive: true, force: true });
const metafiles = [];
for (const bundle of bundles) {
  if (watch) await (await context({ ...shared, ...bundle })).watch();
  else metafiles.push((await build({ ...shared, ...bundle, metafile: true })).metafile);
}
if (!watch) writeFileSync('dist/THIRD-PARTY-NOTICES.txt', thirdPartyNotices(bundledPackages(metafiles)));

// Run as a bundle, since the Node at hand may not read TypeScript.
await build({ ...shared, entryPoints: ['server/src/compile.ts'], outfile: 'dist/compile.cjs' });
const compiled = spawnSync(process.execPath, ['dist/compile.cjs'], { stdio: 'inherit' });
// It has said what does not hold, and where.
if (compiled.status !== 0) process.exit(1);
rmSync('dist/compile.cjs');
