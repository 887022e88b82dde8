/** How far a long check is, on a terminal only and never in what it writes. */
import type { Session } from '../common/session.ts';

/** Milliseconds before there is anything to show: what is over at once needs no word. */
const PATIENCE = 500;

export class Progress {
  private readonly session: Session;
  private readonly began = performance.now();
  /** How much there is to do. */
  private readonly of: number;
  private shown = false;

  constructor(session: Session, of: number) {
    this.session = session;
    this.of = of;
  }

  show(done: number): void {
    if (!process.stderr.isTTY || performance.now() - this.began < PATIENCE) return;
    const share = Math.floor((100 * done) / this.of);
    this.shown = true;
    process.stderr.write(`\r\x1b[K${this.session.say({ zh: `正在检查 ${share}%`, en: `checking ${share}%` })}`);
  }

  end(): void {
    if (this.shown) process.stderr.write('\r\x1b[K');
  }
}
