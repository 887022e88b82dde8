/** How far a long check is, on a terminal only and never in what it writes. */
import type { Session } from '../common/session.ts';

/** Milliseconds before anything is shown: a short check needs no progress. */
const PATIENCE = 500;

/** The line `checking 40%`, shown where standard error is a terminal. */
export class Progress {
  private readonly session: Session;
  private readonly began = performance.now();
  /** How many steps there are. */
  private readonly of: number;
  private shown = false;

  constructor(session: Session, of: number) {
    this.session = session;
    this.of = of;
  }

  /** Shows how many steps are done. */
  show(done: number): void {
    if (!this.session.io.stderr.isTTY || performance.now() - this.began < PATIENCE) return;
    const share = Math.floor((100 * done) / this.of);
    this.shown = true;
    this.session.io.stderr.write(
      `\r\x1b[K${this.session.localize({ zh: `正在检查 ${share}%`, en: `checking ${share}%` })}`,
    );
  }

  /** Takes the line away. */
  end(): void {
    if (this.shown) this.session.io.stderr.write('\r\x1b[K');
  }
}
