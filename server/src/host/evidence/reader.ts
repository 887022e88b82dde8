/**
 * The process in which PDFs and pictures are opened, started by `reader-pool.ts`; `prober.ts` says why it is a process of its own. It is bundled as
 * `evidence.cjs`. Each message is a {@link Question}, each answer what opening the file came to, in the same order.
 */
import * as module from 'node:module';
import { openFile, type Question } from './open-file.ts';

// One after the other: which file took it down must be beyond doubt.
let turn = Promise.resolve();
let isFirst = true;
process.on('message', (question: Question) => {
  turn = turn.then(async () => {
    process.send?.(await openFile(question));
    // It is ended without a chance to keep what was compiled.
    if (isFirst) module.flushCompileCache?.();
    isFirst = false;
  });
});
