/** `dossier notices`: the packs at hand. */
import { type CommonOptions, Session } from '../common/session.ts';
import { EXIT } from '../common/usage.ts';

export function notices(options: CommonOptions & { readonly format: 'text' | 'json' }): number {
  const session = new Session(options);
  const packs = [...session.packs.values()];
  if (options.format === 'json') {
    const list = packs.map(({ notice: n, rules }) => ({
      id: n.id,
      title: n.title[session.locale],
      issuer: n.issuer[session.locale],
      opens: n.opens,
      closes: n.closes,
      directions: n.directions.map((d) => d.id),
      clauses: n.clauses.filter((c) => c.item).length,
      rules: rules.length,
    }));
    process.stdout.write(`${JSON.stringify(list, null, 2)}\n`);
    return EXIT.ok;
  }
  for (const { notice: n } of packs) {
    const days = `${n.opens} – ${n.closes}`;
    const directions = n.directions.map((d) => `    ${d.id}`).join('\n');
    process.stdout.write(
      `${n.id}  ${n.title[session.locale]}\n  ${n.issuer[session.locale]}  ${days}\n${directions}\n`,
    );
  }
  return EXIT.ok;
}
