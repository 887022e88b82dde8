/**
 * The process in which PDFs and pictures are opened, started by `reader-pool.ts`; `prober.ts` says why it is a process of its own. It is bundled as
 * `evidence.cjs`. Each message is a {@link OpenRequest}, each answer what opening the file came to, in the same order.
 */
import * as module from 'node:module';
import { type OpenRequest, openFile } from './open-file.ts';

// pdf.js goes on working in the background and may fail there, after it has answered. Each answer has caught its own errors.
process.on('unhandledRejection', () => {});

// One after the other: which file took it down must be beyond doubt.
let turn = Promise.resolve();
let isFirst = true;
process.on('message', (question: OpenRequest) => {
  turn = turn.then(async () => {
    process.send?.(await openFile(question));
    // It is ended without a chance to keep what was compiled.
    if (isFirst) module.flushCompileCache?.();
    isFirst = false;
  });
});
