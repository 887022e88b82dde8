/** The commands of the program, in the order in which help lists them. */
import type { Register } from '../arguments/registration.ts';
import { registerBundle } from './bundle.ts';
import { registerCheck } from './check.ts';
import { registerCompare } from './compare.ts';
import { registerExplain } from './explain.ts';
import { registerInit } from './init.ts';
import { registerLsp } from './lsp.ts';
import { registerMerge } from './merge.ts';
import { registerNew } from './new.ts';
import { registerNotice } from './notice.ts';
import { registerNotices } from './notices.ts';
import { registerRender } from './render.ts';
import { registerReview } from './review.ts';
import { registerTemplate } from './template.ts';

/** One entry a command. */
export const COMMANDS: readonly Register[] = [
  registerCheck,
  registerMerge,
  registerInit,
  registerReview,
  registerExplain,
  registerRender,
  registerTemplate,
  registerBundle,
  registerCompare,
  registerNew,
  registerNotices,
  registerNotice,
  registerLsp,
];
