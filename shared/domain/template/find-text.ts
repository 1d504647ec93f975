/**
 * The offset of the first `needle` in `text` at or after `from`, or -1. Unlike `indexOf`, whose worst case is the
 * product of both lengths, it looks at each character at most twice (Knuth, Morris, Pratt), so that a hostile text
 * cannot make it slow.
 */
export function findText(text: string, needle: string, from: number): number {
  if (needle === "") return from <= text.length ? from : -1;
  const fallback = prefixLengths(needle);
  let matched = 0;
  for (let at = from; at < text.length; at++) {
    while (matched > 0 && text[at] !== needle[matched]) matched = fallback[matched - 1] ?? 0;
    if (text[at] === needle[matched]) matched++;
    if (matched === needle.length) return at - matched + 1;
  }
  return -1;
}

/** For each place of the needle: how long a beginning of it ends there. */
function prefixLengths(needle: string): number[] {
  const lengths = [0];
  let matched = 0;
  for (let at = 1; at < needle.length; at++) {
    while (matched > 0 && needle[at] !== needle[matched]) matched = lengths[matched - 1] ?? 0;
    if (needle[at] === needle[matched]) matched++;
    lengths.push(matched);
  }
  return lengths;
}
