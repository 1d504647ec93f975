/** Choices under one heading. */
export interface Section<Option> {
  key: string;
  heading?: string;
  /** In small behind the heading. */
  aside?: string;
  /** A line that cannot be chosen: a failure, or that the rest is coming. It stands whatever is typed. */
  note?: string;
  options: readonly Option[];
}

/**
 * What fits what was typed, the best first in each section, and the section with the best first; what fits equally well
 * keeps its order. A section without any goes, unless it has a note.
 * @param rank how well an option fits, from 0 (not at all) to 1.
 */
export function bestFirst<Option>(
  sections: readonly Section<Option>[],
  rank: (option: Option) => number,
): Section<Option>[] {
  return sections
    .map((section) => {
      const fitting = section.options
        .map((option) => ({ option, fit: rank(option) }))
        .filter(({ fit }) => fit > 0)
        .toSorted((a, b) => b.fit - a.fit);
      return { section: { ...section, options: fitting.map(({ option }) => option) }, fit: fitting[0]?.fit ?? 0 };
    })
    .filter(({ section }) => section.options.length > 0 || section.note !== undefined)
    .toSorted((a, b) => b.fit - a.fit)
    .map(({ section }) => section);
}
