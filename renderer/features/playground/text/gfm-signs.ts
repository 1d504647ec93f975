/**
 * Whether a text may hold what GitHub's Markdown adds to the plain one: tables, struck text, tasks, footnotes, bare web and
 * mail addresses. Each has one of these signs. A text without them reads the same without its parser, in two thirds of the
 * time: that parser is put together anew for every text.
 */
export function mayNeedGfm(text: string): boolean {
  return signs.test(text);
}

const signs = /[|~@[]|www\.|:\/\//i;
