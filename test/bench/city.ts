/** What a key press costs in a city with 3,000 dossiers, as a ratio to a workspace with one. */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { PackLibrary } from '../../server/src/host/pack-library.ts';
import { DossierStore } from '../../server/src/workbench/dossier-store.ts';
import { dossiers } from './dossiers.ts';

const MANY = 3000;
const CITY = '济南市';
/** The dossier that is edited. */
const EDITED = 7;
const KEYS = 20;

/** Measures key presses in one of `count` dossiers of a city, at the command `npm run bench -- city`. */
export function city(count = MANY): void {
  const texts = dossiers(count).map(({ text }) => text.replace(/^( {2}推荐地市: ).*/m, `$1${CITY}`));
  const [one, many] = [[texts[EDITED]!], texts].map((all) => new Editor(all));
  console.log(
    `\n${count} dossiers of one city, ${many!.loaded.toFixed(0)} ms to load; a key press, the median of ${KEYS}:`,
  );
  const kinds: Readonly<Record<string, (text: string, n: number) => string>> = {
    'in a chapter': (text, n) => text.replace(/( {2}服务能力: \|\r?\n\s+)/, `$1${'字'.repeat((n % 2) + 1)}`),
    'in the name of the platform': (text, n) => text.replace(/平台名称: /, `平台名称: ${'新'.repeat((n % 2) + 1)}`),
    'in the city': (text, n) => text.replace(/推荐地市: 济南市/, `推荐地市: 济南${n % 2 ? '' : '市'}`),
  };
  for (const [what, change] of Object.entries(kinds)) {
    const [alone, among] = [one!, many!].map((editor) => editor.press(change));
    const ratio = (a: number, b: number) =>
      `${a.toFixed(1).padStart(8)} ms ${(a / b).toFixed(1).padStart(8)} × with one`;
    console.log(
      `${what.padEnd(30)} the dossier ${ratio(among!.own, alone!.own)}, then all others ${ratio(among!.all, alone!.all)}; ${among!.anew} analyzed anew`,
    );
  }
}

class Editor {
  readonly loaded: number;
  private readonly store = new DossierStore(new PackLibrary());
  private readonly texts: readonly string[];

  constructor(texts: readonly string[]) {
    this.texts = texts;
    for (const [n, text] of texts.entries()) this.store.set(this.path(n), text);
    this.loaded = timed(() => {
      for (const path of this.store.paths) this.store.load(path);
      for (const path of this.store.paths) this.store.analysis(path);
    });
  }

  /** Key presses in the dossier; what it takes until its own findings are known, and until those of all are. */
  press(change: (text: string, n: number) => string) {
    const n = Math.min(EDITED, this.texts.length - 1);
    const presses = Array.from({ length: KEYS }, (_, i) => {
      this.store.set(this.path(n), change(this.texts[n]!, i));
      const own = timed(() => this.store.analysis(this.path(n)));
      let anew = 0;
      const rest = timed(() => {
        for (const path of this.store.affected()) {
          anew++;
          this.store.analysis(path);
        }
      });
      return { own, all: own + rest, anew };
    });
    this.store.set(this.path(n), this.texts[n]!);
    for (const path of this.store.paths) this.store.analysis(path);
    const median = (key: 'own' | 'all' | 'anew') => presses.map((p) => p[key]).sort((a, b) => a - b)[KEYS / 2]!;
    return { own: median('own'), all: median('all'), anew: median('anew') };
  }

  private path(n: number): string {
    return join('/none', `${n}.dossier.yaml`);
  }
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
