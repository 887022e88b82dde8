import { cleanSamples } from '../support/engine.ts';
import { Specimen, catches, type Mutant } from './specimen.ts';
const mods = process.argv[2]!.split(',');
const only = process.argv[3];
const seen = new Map<string, [number, number]>();
const side = new Map<string, number>();
let cpu = process.cpuUsage(); let n = 0;
for (const name of cleanSamples()) {
  const s = new Specimen(name);
  for (const m of mods) {
    const mod = await import(`./${m}.ts`);
    const gen = mod[`${m}Mutants`] as (s: Specimen) => Iterable<Mutant>;
    for (const mu of gen(s)) {
      if (only && mu.rule !== only) continue;
      n++;
      if (mu.text === s.text && !mu.settings && !mu.others && !mu.files && !mu.registry) console.log('NO CHANGE', name, mu.rule, mu.what);
      const a = s.judge(mu); const gained = s.gained(a);
      const ok = gained.some((f) => catches(f, mu, mu.text));
      const c = seen.get(mu.rule) ?? [0, 0]; c[1]++; if (ok) c[0]++; seen.set(mu.rule, c);
      if (!ok) console.log('MISS', name, mu.rule, mu.what, mu.path ?? '', mu.shown ?? '', '| got', gained.slice(0, 4).map((f) => `${f.rule}@${f.path?.join('.')}[${mu.text.slice(f.span.start, f.span.end).slice(0, 12)}] ${f.message.zh.slice(0, 30)}`).join(' ;; '));
      for (const f of gained) if (f.rule !== mu.rule) { const k = `${mu.rule} → ${f.rule}`; side.set(k, (side.get(k) ?? 0) + 1); }
    }
  }
}
console.log(n, process.cpuUsage(cpu).user / 1e6, 's');
console.log([...seen].map(([r, [a, b]]) => `${r} ${a}/${b}`).join('\n'));
if (process.env.SIDE) console.log([...side].sort((a, b) => b[1] - a[1]).map((x) => x.join(' ')).join('\n'));
