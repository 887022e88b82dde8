import type { Layout, Style } from '../../core/model/layout-schema.ts';

/** The notice's faces on narrow margins and in small sizes: the table is wide, and is looked things up in. */
export function dense(layout: Layout): Layout {
  const style = (name: string, look: Omit<Style, 'font'>): Record<string, Style> => {
    const own = layout.styles[name] ?? layout.styles.body;
    return own ? { [name]: { ...own, ...look } } : {};
  };
  const small = { size: 9, line: 13 };
  return {
    ...layout,
    paper: { ...layout.paper, margins: { top: 18, bottom: 18, inside: 18, outside: 18 } },
    styles: {
      ...layout.styles,
      ...style('title', { size: 20, before: 0, after: 10, line: 28 }),
      ...style('heading1', { size: 12, indent: 0, before: 12, after: 4, line: 18 }),
      ...style('body', { size: 10.5, indent: 0, line: 16 }),
      ...style('caption', { size: 9, before: 6, after: 3, line: 13 }),
      ...style('table', small),
      ...style('table-label', small),
      ...style('page', { size: 10.5 }),
    },
  };
}
