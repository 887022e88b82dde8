/** Every kind of demand a pack may use, by its id. */

import { above } from './above.ts';
import { atLeast } from './at-least.ts';
import { atMost } from './at-most.ts';
import { conditionCheck } from './condition.ts';
import { copiedText } from './copied-text.ts';
import { creditCode } from './credit-code.ts';
import { creditCodeCategory } from './credit-code-category.ts';
import { creditCodeRegion } from './credit-code-region.ts';
import { dateLimit } from './date-limit.ts';
import { dateOrder } from './date-order.ts';
import { duplicate } from './duplicate.ts';
import { equals } from './equals.ts';
import { foreignName } from './foreign-name.ts';
import { incidentGrade } from './incident-grade.ts';
import { incidentWindow } from './incident-window.ts';
import { legalForm } from './legal-form.ts';
import { listedForDirection } from './listed-for-direction.ts';
import { materialField } from './material-field.ts';
import { materialFile } from './material-file.ts';
import { materialPresent } from './material-present.ts';
import { nameForms } from './name-forms.ts';
import { notOnly } from './not-only.ts';
import { notValue } from './not-value.ts';
import { numbersAgree } from './numbers-agree.ts';
import { oneDirection } from './one-direction.ts';
import { oneOf } from './one-of.ts';
import { ownLicence } from './own-licence.ts';
import { owned } from './owned.ts';
import { placeholder } from './placeholder.ts';
import { prior } from './prior.ts';
import { proven } from './proven.ts';
import { quota } from './quota.ts';
import { references } from './references.ts';
import { referred } from './referred.ts';
import { same } from './same.ts';
import { sameScale } from './same-scale.ts';
import type { Check, ProseCheck } from './shared/check.ts';
import type { CrossDossierCheck } from './shared/cross-dossier.ts';
import { signed } from './signed.ts';
import { staleCall } from './stale-call.ts';
import { thresholds } from './thresholds.ts';
import { years } from './years.ts';

/** A check of any of the three kinds, its parameters not known. */
export type AnyCheck = Check | ProseCheck | CrossDossierCheck;

// Each check keeps its own parameters' type; the registry knows them only as checked data.
const ALL = [
  above,
  atLeast,
  atMost,
  conditionCheck,
  copiedText,
  creditCode,
  creditCodeCategory,
  creditCodeRegion,
  dateLimit,
  dateOrder,
  duplicate,
  equals,
  foreignName,
  incidentGrade,
  incidentWindow,
  legalForm,
  listedForDirection,
  materialField,
  materialFile,
  materialPresent,
  nameForms,
  notOnly,
  notValue,
  numbersAgree,
  oneDirection,
  oneOf,
  owned,
  ownLicence,
  placeholder,
  prior,
  proven,
  quota,
  references,
  referred,
  same,
  sameScale,
  signed,
  staleCall,
  thresholds,
  years,
] as readonly unknown[] as readonly AnyCheck[];

/** The checks by id, as rules of a pack name them in `check`. */
export const CHECKS: ReadonlyMap<string, AnyCheck> = new Map(ALL.map((c) => [c.id, c]));
