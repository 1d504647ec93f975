/** How much of two texts is in the same order; all 0 where one of them has no token. */
export interface RougeL {
  precision: number;
  recall: number;
  f1: number;
  referenceTokens: number;
  candidateTokens: number;
  lcs: number;
}

/**
 * Levenshtein's distance in code points, its ratio (1 for equal texts), and ROUGE-L: by the tokens of the rouge-score
 * package (a–z and 0–9 alone), and by tokens of any script, which is the one to use. The work grows with the product of
 * both lengths.
 */
export function textSimilarity({ reference, candidate }: { reference: string; candidate: string }) {
  const [a, b] = [codePoints(reference), codePoints(candidate)];
  const levenshteinDistance = distance(a, b);
  const longer = Math.max(a.length, b.length);
  return {
    levenshteinDistance,
    levenshteinRatio: longer === 0 ? 1 : 1 - levenshteinDistance / longer,
    rougeLAscii: rougeL(reference, candidate, asciiTokens),
    rougeLUnicode: rougeL(reference, candidate, tokensOfAnyScript),
  };
}

/** Every Han, Hiragana or Katakana character alone, else runs of letters, marks and numbers. */
const token =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])[\p{L}\p{M}\p{N}])+/gu;

const tokensOfAnyScript = (text: string): string[] => text.toLowerCase().match(token) ?? [];
const asciiTokens = (text: string): string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

function codePoints(text: string): Uint32Array {
  return Uint32Array.from(Array.from(text, (character) => character.codePointAt(0) ?? 0));
}

function distance(a: Uint32Array, b: Uint32Array): number {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA -= 1;
    endB -= 1;
  }
  const [left, right] = [a.subarray(start, endA), b.subarray(start, endB)];
  const row = Uint32Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [i, character] of left.entries()) {
    let diagonal = row[0] as number;
    row[0] = i + 1;
    for (let j = 1; j <= right.length; j += 1) {
      const above = row[j] as number;
      const replaced = diagonal + (character === right[j - 1] ? 0 : 1);
      row[j] = Math.min(replaced, above + 1, (row[j - 1] as number) + 1);
      diagonal = above;
    }
  }
  return row[right.length] as number;
}

function rougeL(reference: string, candidate: string, tokensOf: (text: string) => string[]): RougeL {
  const [expected, given] = [tokensOf(reference), tokensOf(candidate)];
  const lcs = longestCommon(expected, given);
  const precision = given.length === 0 ? 0 : lcs / given.length;
  const recall = expected.length === 0 ? 0 : lcs / expected.length;
  const f1 = lcs === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1, referenceTokens: expected.length, candidateTokens: given.length, lcs };
}

/** The length of the longest sequence that both have, with gaps. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  const row = new Uint32Array(b.length + 1);
  for (const word of a) {
    let diagonal = 0;
    for (let j = 1; j <= b.length; j += 1) {
      const above = row[j] as number;
      row[j] = word === b[j - 1] ? diagonal + 1 : Math.max(above, row[j - 1] as number);
      diagonal = above;
    }
  }
  return row[b.length] as number;
}
