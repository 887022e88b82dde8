import { closeSync, existsSync, openSync, readSync, writeSync } from 'node:fs';

/**
 * Copies to standard output what the tests print. It comes through a file, because a file written at once loses
 * nothing when the extension host ends abruptly.
 */
export function follow(file: string): { stop(): Promise<void> } {
  let position = 0;
  const copy = () => {
    if (!existsSync(file)) return;
    const source = openSync(file, 'r');
    const buffer = Buffer.alloc(65_536);
    for (;;) {
      const length = readSync(source, buffer, 0, buffer.length, position);
      if (length === 0) break;
      writeAll(buffer.subarray(0, length));
      position += length;
    }
    closeSync(source);
  };
  const timer = setInterval(copy, 50);
  return {
    stop: async () => {
      clearInterval(timer);
      copy();
    },
  };
}

function writeAll(bytes: Buffer) {
  let rest = bytes;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      // A reader that is slower than we are: standard output is a full pipe for a moment.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}
