import { cleanSamples } from '../support/engine.ts';
import { Specimen } from './specimen.ts';
import { syntaxMutants } from './syntax.ts';
for (const name of cleanSamples()) { const s = new Specimen(name);
  for (const m of syntaxMutants(s)) { if (m.rule !== 'yaml-syntax' && m.rule !== 'full-width-punctuation') continue;
    const g = s.gained(s.judge(m)).filter((f) => f.rule !== m.rule && f.severity !== 'info');
    if (g.length) console.log(name, m.what, '|', g.map((f) => `${f.rule} ${f.message.zh.slice(0, 60)}`).join(' ;; ').slice(0, 300)); } }
