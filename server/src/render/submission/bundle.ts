/** A dossier to everything that is handed in: which files, in which order, under which names, and the record of them. Reads no disk. */
import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import type { Annex } from '../manuscript/annexes.ts';
import { denseLayout } from '../manuscript/dense-layout.ts';
import type { Gap } from '../manuscript/gaps.ts';
import type { ReadFile } from '../manuscript/read-chapter.ts';
import type { RenderedFile } from '../office/rendered-file.ts';
import { makeReproducible } from '../office/reproducible.ts';
import { writeDocx } from '../writers/docx/docx.ts';
import { composeChecklist } from './checklist.ts';
import type { BundlePlan, ChecklistInput } from './plan.ts';
import { render } from './render.ts';

/** The files that are made of the dossier: 申报书 and 汇总表, or what is missing for them. */
export async function bundleForms(
  dossier: NoticeAnalysis,
  plan: BundlePlan,
  options: {
    readonly draft: boolean;
    readonly day: string;
    readonly file: ReadFile;
    readonly name: string;
    readonly version: string;
  },
): Promise<{ readonly form: RenderedFile; readonly summary: RenderedFile } | { readonly missing: readonly Gap[] }> {
  const { draft, day, file, name, version } = options;
  const result = await render(dossier, { draft, all: true, file, name, version });
  if ('missing' in result) return result;
  const [form, summary] = result.files.map((f) => makeReproducible(f.bytes, day));
  return { form: { name: plan.form, bytes: form! }, summary: { name: plan.summary, bytes: summary! } };
}

/** The checklist of the submission folder as a .docx: demands of the call, then every file with its annex number. */
export async function bundleChecklist(
  dossier: NoticeAnalysis,
  plan: BundlePlan,
  input: ChecklistInput,
): Promise<RenderedFile> {
  const manuscript = composeChecklist(dossier, plan.annexes, input);
  const bytes = await writeDocx(manuscript, denseLayout(dossier.pack.layout));
  return { name: plan.checklist, bytes: makeReproducible(bytes, input.day) };
}

/** A file of the bundle as it was written. */
export interface WrittenFile {
  /** From the bundle's folder, with `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * What the manifest tells besides the dossier and the files: program version, day (`YYYY-MM-DD`), draft or not,
 * number of errors.
 */
export interface ManifestInput {
  readonly version: string;
  readonly day: string;
  readonly draft: boolean;
  readonly errors: number;
  /** The dossier and the chapters it keeps apart, as they were read. */
  readonly sources: readonly WrittenFile[];
  /** Fonts of the layout that were not there for the PDF, which was made all the same. */
  readonly missingFonts: readonly string[];
}

/** What the bundle was made of, when, and what is in it, as JSON. */
export function manifestOf(
  dossier: NoticeAnalysis,
  plan: BundlePlan,
  input: ManifestInput,
  written: readonly WrittenFile[],
): string {
  const { notice, form } = dossier.pack;
  const said = (role: 'applicant' | 'platform' | 'direction') => dossier.answers.text(form.roles[role]) ?? null;
  const manifest = {
    version: 1,
    tool: { name: 'dossier', version: input.version },
    notice: { id: notice.id, title: notice.title.zh },
    applicant: said('applicant'),
    platform: said('platform'),
    direction: said('direction'),
    day: input.day,
    draft: input.draft,
    errors: input.errors,
    ...relaxedRules(dossier),
    ...(input.missingFonts.length ? { missingFonts: input.missingFonts } : {}),
    sources: input.sources,
    files: written.map((file) => ({ ...file, ...annexNote(plan.annexes.find((a) => a.path === file.path)) })),
    missing: plan.annexes.filter((a) => a.problem).map(annexNote),
    withoutFile: plan.annexes.filter((a) => a.source === undefined).map(annexNote),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The rules of 须 and 不得 clauses that the settings lower or switch off; no key where there are none. */
function relaxedRules({ findings }: NoticeAnalysis): object {
  const relaxed = findings
    .filter((f) => f.relaxed)
    .map(({ rule, clause, message }) => ({ rule, clause, message: message.zh }));
  return relaxed.length ? { relaxedRules: relaxed } : {};
}

function annexNote(annex: Annex | undefined): object {
  if (!annex) return {};
  const { position, number, kind, source = null } = annex;
  return { annex: position, number, kind, source };
}
