/** Grades of accidents, by the tables that a pack gives; the tables differ by kind of accident. */
import * as z from 'zod';
import type { Answer } from '../../form/answer.ts';
import type { Settings } from '../../inputs/settings.ts';
import { yearsBefore } from '../../text/dates.ts';

const grade = z.strictObject({
  grade: z.string().describe('Name of the grade'),
  reached: z
    .record(z.string(), z.number())
    .describe('Least numbers by key of the incident, any one of which makes the grade; amounts in 万元'),
});

/** For each kind of accident its grades from the highest down, and what reaches each. */
export const gradesShape = z.record(z.string(), z.array(grade));
/** Tables of grades as data, by kind of accident; amounts in 万元. */
export type Grades = z.infer<typeof gradesShape>;

/** An incident as declared, with the grade that its numbers make it. */
export interface Incident {
  readonly path: Answer['path'];
  readonly date: string | undefined;
  readonly kind: string | undefined;
  readonly declared: string | undefined;
  /** What its numbers make it; undefined where none is given. */
  readonly computed: string | undefined;
  /** The number that decides the computed grade, for the message. */
  readonly because: string | undefined;
}

/** The keys of an incident in the form. */
export interface IncidentKeys {
  readonly date: string;
  readonly kind: string;
  readonly grade: string;
}

/** Reads an item of the list of incidents. Of an answer that is missing or cannot be read, its part is undefined. */
export function readIncident(answer: Answer, keys: IncidentKeys, grades: Grades): Incident {
  const value = (key: string) => {
    const child = answer.children?.get(key);
    return child?.state === 'ok' ? child.value : undefined;
  };
  const kind = asText(value(keys.kind));
  const table = grades[kind ?? ''] ?? [];
  const measures = table[0] ? Object.keys(table[0].reached) : [];
  const known = measures.some((m) => typeof value(m) === 'number');
  const hit = table.find(({ reached }) =>
    Object.entries(reached).some(([m, least]) => Number(value(m) ?? -1) >= least),
  );
  const because = hit && Object.entries(hit.reached).find(([m, least]) => Number(value(m) ?? -1) >= least)?.[0];
  return {
    path: answer.path,
    date: asText(value(keys.date)),
    kind,
    declared: asText(value(keys.grade)),
    computed: known ? (hit?.grade ?? table.at(-1)?.grade) : undefined,
    because: because && `${because} ${value(because)}${answer.children?.get(because)?.slot.unit?.zh ?? ''}`,
  };
}

/** The first day of the look-back years before an application's day, under the reading that the settings choose. */
export function windowStart(day: string, years: number, reading: Settings['lookback']): string {
  const start = yearsBefore(day, years);
  return reading === 'calendar-years' ? `${start.slice(0, 4)}-01-01` : start;
}

/** How grave a grade is: 0 for the least. */
export function gradeRank(grades: Grades, kind: string | undefined, grade: string | undefined): number {
  const table = grades[kind ?? ''] ?? [];
  const at = table.findIndex((g) => g.grade === grade);
  return at < 0 ? -1 : table.length - 1 - at;
}

function asText(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
