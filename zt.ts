import { execFileSync } from 'node:child_process';
const { piecesOf } = await import('./server/src/render/writers/docx-flow.ts');
const { Look } = await import('./server/src/render/writers/docx-look.ts');
const { analyzed, sample } = await import('./test/support/engine.ts');
const { compose } = await import('./server/src/render/compose.ts');
const { readBeside } = await import('./server/src/world.ts');
const s = sample(process.argv[2]!); const a = analyzed(s.text); const m = compose(a as any, {draft:false, file:(p)=>readBeside(s.path,p)});
const raw = execFileSync('bash',['-c',`pdftotext -raw /tmp/pp/pdf/${process.argv[3]}*申报书.pdf -`],{encoding:'utf8'});
const L = raw.split('\n').map(l=>l.replace(/\s/g,'')).filter(l=>l && !/^—\d+—$/.test(l));
const look = new Look((a as any).pack.layout,false);
let at=0;
for (const p of piecesOf(look, m.body, {gap:.2,hangs:true})) {
  const b:any=p.block; if (!['paragraph','list'].includes(b.kind)) continue;
}
const flat=(bs:any[]):any[]=>bs.flatMap((b:any)=>b.kind==='list'?b.items.flatMap((i:any)=>flat(i)):[b]);
const P = piecesOf(look, m.body, {gap:.2,hangs:true});
let bi=0; const paras = flat(m.body as any); 
let k=0; 
for (const p of P){ const b:any=p.block; if(b.kind!=='paragraph'&&b.kind!=='list') continue; const ps=b.kind==='list'?flat([b]):[b]; const idx=P.filter(q=>q.block===b).indexOf(p); const para=ps[idx]; if(!para?.runs) continue; const t=para.runs.map((r:any)=>r.text).join('').replace(/\s/g,''); if(t.length<10) continue;
  const i=L.findIndex(l=>l.includes(t.slice(0,9))&&l.replace(/^[（\d）•]+/,'').startsWith(t.slice(0,3))||l.startsWith(t.slice(0,9))); if(i<0){console.log('?',t.slice(0,20));continue;}
  let n=0,acc=''; while(acc.replace(/^(•|（\d+）)/,'').length<t.length&&i+n<L.length&&n<40){acc+=L[i+n];n++;}
  if(n!==p.lines) console.log(p.lines,n,b.kind,L.slice(i,i+n).join(' | '));
}
