/** Tidying up where the process is ended in the middle of something. */

/** Signals by which a user or a system ends a process. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Has `undo` run where the process ends, by itself or by Ctrl-C, SIGTERM or a closed terminal, before the function that this gives is called. The
 * signal ends the process all the same. Only for the time of work that waits, as for another program: a signal with a handler does not end a
 * process that is computing, one without does.
 */
export function undoOnExit(undo: () => void): () => void {
  const onExit = () => undo();
  const release = () => {
    process.off('exit', onExit);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  const onSignal = (signal: NodeJS.Signals) => {
    release();
    undo();
    // The last one to tidy up ends the process, unless somebody else handles the signal.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  // What was begun last is undone first.
  process.prependOnceListener('exit', onExit);
  for (const signal of SIGNALS) process.prependListener(signal, onSignal);
  return release;
}
