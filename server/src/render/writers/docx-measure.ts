/** How wide words are. */

/** Width of a text in pt: a Han character is as wide as its size, a Latin one about half. */
export function measureWidth(text: string, font: { readonly size: number }): number {
  return (
    [...text].reduce(
      (sum, c) => sum + (/[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f“”‘’—…]/u.test(c) ? 1 : 0.5),
      0,
    ) * font.size
  );
}
