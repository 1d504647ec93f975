/** A value of a beta header, e.g. `context-1m-2025-08-07`. */
export const betaPattern = /^[\w.=:-]{1,100}$/;

/** The names in a text that a person typed, apart by commas or blanks; those that cannot be one stand for themselves. */
export function readBetas(text: string): { betas: string[]; wrong: string[] } {
  const names = [...new Set(text.split(/[\s,]+/).filter((name) => name !== ""))];
  return {
    betas: names.filter((name) => betaPattern.test(name)),
    wrong: names.filter((name) => !betaPattern.test(name)),
  };
}
