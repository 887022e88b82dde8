/** A file of a notice pack as its author sees it: what stands at each place, and what may stand there. */

import * as z from 'zod';
import { CHECKS } from '../../checks/index.ts';
import { form } from '../../model/form-schema.ts';
import { layout } from '../../model/layout-schema.ts';
import { notice } from '../../model/notice-schema.ts';
import type { LoadedPack } from '../../model/pack.ts';
import type { FieldPath } from '../../model/path.ts';
import { rules } from '../../model/rule-schema.ts';
import { isRawMap, type RawMap } from '../../packs/raw-pack.ts';
import { keysOf, type SchemaKey, schemasAt, valuesOf } from '../../packs/schema-tree.ts';
import { plainDataOfSource, Source } from '../../yaml/source.ts';

const wholePack = z.strictObject({
  ...notice.in.shape,
  extends: z.string().optional().describe('Id of the pack from which everything comes that this one does not say'),
  form: form.optional().describe('The form of a dossier'),
  rules: rules.shape.rules.optional(),
  layout: layout.partial().optional().describe('How the papers look; a neutral layout follows from the form'),
});

const SCHEMAS: Readonly<Record<string, z.ZodType>> = { form, rules, layout };

/** The schema of a file of a pack, by its name: `form.yaml`, `rules.yaml`, `layout.yaml`, else that of a whole pack. */
function schemaOf(file: string): z.ZodType {
  const [, part = ''] = /(?:^|[\\/])(form|rules|layout)\.yaml$/.exec(file) ?? [];
  return SCHEMAS[part] ?? wholePack;
}

/** A file of a pack with its text; `pack` is the pack as it last held, for the names that it has. */
export class PackDocument {
  readonly source: Source;
  readonly data: RawMap;
  readonly pack: LoadedPack | undefined;
  private readonly schema: z.ZodType;

  constructor(file: string, text: string, pack: LoadedPack | undefined) {
    this.source = new Source(text);
    this.data = plainDataOfSource(this.source);
    this.pack = pack;
    this.schema = schemaOf(file);
  }

  /** The keys that the mapping at a path may have; those of a rule's check are among them. */
  keysAt(path: FieldPath): readonly SchemaKey[] {
    const own = keysOf(schemasAt(this.schema, path, this.data));
    const below = this.ruleBelow(path);
    const params = below ? keysOf(schemasAt(below.params, below.path, below.data)) : [];
    return [...own, ...params];
  }

  /** The values that may stand at a path, where they are known: listed ones, checks, clauses, directions, fields. */
  valuesAt(path: FieldPath): readonly string[] {
    const key = path.findLast((step) => typeof step === 'string');
    if (key === 'check') return [...CHECKS.keys()];
    const named = this.namesFor(String(key));
    if (named) return named;
    const below = this.ruleBelow(path);
    return [
      ...valuesOf(schemasAt(this.schema, path, this.data)),
      ...(below ? valuesOf(schemasAt(below.params, below.path, below.data)) : []),
    ];
  }

  /** The names of the pack that a key wants. */
  private namesFor(key: string): readonly string[] | undefined {
    const { pack } = this;
    if (!pack) return undefined;
    if (/^(?:clauses?|parent|under)$/.test(key)) return pack.notice.clauses.map((c) => c.id);
    if (/^(?:directions?|onlyFor|requiredFor)$/.test(key)) return pack.notice.directions.map((d) => d.id);
    if (/^(?:fields?|at|of|list|suggest|prose|day|city|applicant|code|platform|materials|number)$/.test(key))
      return pack.form.fields.flatMap((f) => fieldPaths(f, f.key));
    return undefined;
  }

  /** The parameters of the check of the rule at or above a path. */
  private ruleBelow(path: FieldPath) {
    if (path[0] !== 'rules' || path.length < 2) return undefined;
    const list = this.data.rules;
    const data = Array.isArray(list) ? list[Number(path[1])] : undefined;
    const check = isRawMap(data) ? CHECKS.get(String(data.check)) : undefined;
    return check && { params: check.params, path: path.slice(2), data };
  }
}

type Fields = LoadedPack['form']['fields'][number];

function fieldPaths(slot: Pick<Fields, 'fields' | 'item'>, path: string): readonly string[] {
  const items = slot.item ? fieldPaths(slot.item, `${path}[]`).slice(1) : [];
  return [path, ...items, ...(slot.fields ?? []).flatMap((f) => fieldPaths(f, `${path}.${f.key}`))];
}
