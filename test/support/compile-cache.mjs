/**
 * Keeps what Node compiles, and TypeScript without its types, from one test process to the next: each of some sixty starts in half the
 * time. Loaded before the tests, see the scripts in package.json. Processes that a test starts use it too.
 */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));
enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
