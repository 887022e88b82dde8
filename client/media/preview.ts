/** The preview's page: shows what it is sent with as few changes as can be, follows the cursor, and leads back to the source. */
import morphdom from 'morphdom';
import type { FromPage, NothingMessage, PageState, PreviewPart, ShowMessage, ToPage } from '../src/preview-messages.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): PageState | undefined;
  setState(state: PageState): void;
};

const host = acquireVsCodeApi();
const main = document.querySelector('main')!;
const noneList = document.createElement('details');
noneList.className = 'none';
noneList.hidden = true;
noneList.append(document.createElement('summary'), document.createElement('div'));
main.before(noneList);
const look = new CSSStyleSheet();
document.adoptedStyleSheets = [look];

/** What is to be shown where the page was left, and only once. */
let left = host.getState();
let uri = left?.uri ?? '';
let style = '';
let mark: PreviewPart | undefined;
let parts: readonly HTMLElement[] = [];

addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if (data.type === 'show') show(data);
  else if (data.type === 'mark') point(data);
  else nothing(data);
});

function show(next: ShowMessage): void {
  if (next.uri !== uri) mark = undefined;
  if (next.style !== style) look.replaceSync(next.style);
  style = next.style;
  document.title = next.title;
  morphdom(main, pageOf(next), { childrenOnly: true, getNodeKey, onBeforeElUpdated: (a, b) => !a.isEqualNode(b) });
  parts = [...main.querySelectorAll<HTMLElement>('[data-path]')];
  showNone(next);
  const isOther = next.uri !== uri;
  uri = next.uri;
  if (left?.uri === uri) scrollTo({ top: left.scroll });
  else if (isOther) scrollTo({ top: 0 });
  left = undefined;
  keep();
  showMark();
  host.postMessage({ type: 'shown', uri, version: next.version, asked: next.asked, parts: parts.length });
}

/** The list above the sheets, closed until somebody opens it; each of its fields leads to the source. */
function showNone({ none, noneHeading }: Pick<ShowMessage, 'none' | 'noneHeading'>): void {
  noneList.hidden = none.length === 0;
  noneList.firstElementChild!.textContent = noneHeading;
  const items = none.map((path) => {
    const button = document.createElement('button');
    button.textContent = path;
    button.addEventListener('click', () => host.postMessage({ type: 'go', path }));
    return button;
  });
  noneList.lastElementChild!.replaceChildren(...items);
}

/** The page as it is to be; nothing in it is loaded or run before it is taken over. */
function pageOf({ body, base, stamp }: ShowMessage): HTMLElement {
  const template = document.createElement('template');
  template.innerHTML = `<main>${body}</main>`;
  const page = template.content.firstElementChild as HTMLElement;
  const seen = new Map<string, number>();
  for (const image of page.querySelectorAll<HTMLImageElement>('img[data-src]')) {
    const { src = '' } = image.dataset;
    image.setAttribute('src', `${base}/${src.split('/').map(encodeURIComponent).join('/')}?v=${stamp}`);
    seen.set(src, (seen.get(src) ?? 0) + 1);
    image.closest('figure')!.dataset.key = `${src} ${seen.get(src)}`;
  }
  for (const part of page.querySelectorAll<HTMLElement>('[data-path]'))
    if (!part.querySelector('[data-path]')) part.tabIndex = 0;
  return page;
}

/** A heading stays the same element wherever it moves, and a figure: its picture is not loaded again. */
function getNodeKey(node: Node): string | undefined {
  return node instanceof HTMLElement ? node.id || node.dataset.key : undefined;
}

function nothing({ uri: of, version, asked, text }: NothingMessage): void {
  [uri, parts, mark] = [of, [], undefined];
  const paragraph = document.createElement('p');
  paragraph.className = 'nothing';
  paragraph.textContent = text;
  main.replaceChildren(paragraph);
  noneList.hidden = true;
  keep();
  host.postMessage({ type: 'shown', uri, version, asked, parts: 0 });
}

function point({ path, from }: PreviewPart): void {
  if (mark?.path === path && mark.from === from) return;
  mark = { path, from };
  showMark();
}

/** Marks what is written at the cursor, and scrolls there only where none of it is in sight. */
function showMark(): void {
  for (const part of main.querySelectorAll('.here')) part.classList.remove('here');
  const found = mark ? partsAt(mark) : [];
  for (const part of found) part.classList.add('here');
  if (!found.length || found.some(isInSight)) return;
  // What the cover repeats is at home further down.
  const part = found.find((p) => !p.closest('.cover')) ?? found[0]!;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  part.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
}

/** The parts of a place; of one that is not printed by itself, the first part of the nearest group that is. */
function partsAt({ path, from }: PreviewPart): readonly HTMLElement[] {
  for (let place = path; place; place = above(place)) {
    const own = parts.filter((p) => p.dataset.path === place);
    if (own.length) return narrowed(own, place === path ? from : undefined);
    const below = parts.find(
      (p) => /^[.[]/.test(p.dataset.path!.slice(place.length)) && p.dataset.path!.startsWith(place),
    );
    if (below) return [below];
  }
  return [];
}

/** Of a chapter the paragraph, else its heading; of anything else all the places where it is printed. */
function narrowed(own: readonly HTMLElement[], from: number | undefined): readonly HTMLElement[] {
  if (!own.some((p) => p.dataset.from)) return own;
  const before = own.filter((p) => from !== undefined && p.dataset.from && Number(p.dataset.from) <= from);
  return [before.at(-1) ?? own[0]!];
}

function above(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.'), path.lastIndexOf('[')));
}

function isInSight(part: HTMLElement): boolean {
  const { top, bottom } = part.getBoundingClientRect();
  const enough = Math.min(bottom - top, 48);
  return top <= innerHeight - enough && bottom >= enough + noneList.offsetHeight;
}

/** To the source of what was chosen; a label stands for the field beside it. */
function go(target: EventTarget | null): void {
  if (!(target instanceof Element)) return;
  const beside = target.closest('th, dt')?.nextElementSibling;
  const field = beside?.matches('[data-path]') ? beside : beside?.querySelector('[data-path]');
  const part = target.closest<HTMLElement>('td[data-path], th[data-path]') ?? field ?? target.closest('[data-path]');
  if (!(part instanceof HTMLElement)) return;
  const { path = '', from } = part.dataset;
  host.postMessage({ type: 'go', path, from: from === undefined ? undefined : Number(from) });
}

main.addEventListener('dblclick', ({ target }) => go(target));
main.addEventListener('click', (event) => {
  if (event.ctrlKey || event.metaKey) go(event.target);
});
main.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.dataset.path) go(event.target);
});

function keep(): void {
  host.setState({ uri, scroll: scrollY });
}

let resting: ReturnType<typeof setTimeout> | undefined;
addEventListener('scroll', () => {
  clearTimeout(resting);
  resting = setTimeout(keep, 200);
});

host.postMessage({ type: 'ready' });
