/** Every kind of demand a pack may use, by its id. */
import { above } from './above.ts';
import { atLeast } from './at-least.ts';
import type { Check } from './check.ts';
import { creditCode } from './credit-code.ts';
import { creditCodeCategory } from './credit-code-category.ts';
import { creditCodeRegion } from './credit-code-region.ts';
import { dateLimit } from './date-limit.ts';
import { dateOrder } from './date-order.ts';
import { equals } from './equals.ts';
import { incidentGrade } from './incident-grade.ts';
import { incidentWindow } from './incident-window.ts';
import { legalForm } from './legal-form.ts';
import { listedForDirection } from './listed-for-direction.ts';
import { notOnly } from './not-only.ts';
import { notValue } from './not-value.ts';
import { oneOf } from './one-of.ts';
import { owned } from './owned.ts';
import { placeholder } from './placeholder.ts';
import { same } from './same.ts';
import { thresholds } from './thresholds.ts';

// Each check keeps its own parameters' type; the registry knows them only as checked data.
const ALL = [
  above,
  atLeast,
  creditCode,
  creditCodeCategory,
  creditCodeRegion,
  dateLimit,
  dateOrder,
  equals,
  incidentGrade,
  incidentWindow,
  legalForm,
  listedForDirection,
  notOnly,
  notValue,
  oneOf,
  owned,
  placeholder,
  same,
  thresholds,
] as readonly unknown[] as readonly Check[];

export const CHECKS: ReadonlyMap<string, Check> = new Map(ALL.map((c) => [c.id, c]));
