import { isBase64At } from "../../../shared/domain/json/base64.ts";

/** Where base64 stands in a text: from `start` up to and without `end`. */
export interface Base64Run {
  start: number;
  end: number;
}

/**
 * The stretches of at least `least` characters that can be base64, in order. A regular expression would need a stack as
 * long as the picture; this also looks at every `least`th character only until it meets one.
 */
export function* base64Runs(text: string, least: number): Generator<Base64Run> {
  let from = 0;
  for (let at = least - 1; at < text.length; ) {
    if (!isBase64At(text, at)) {
      from = at + 1;
      at += least;
      continue;
    }
    let start = at;
    while (start > from && isBase64At(text, start - 1)) start -= 1;
    let end = at + 1;
    while (end < text.length && isBase64At(text, end)) end += 1;
    if (end - start >= least) yield { start, end };
    // The character at `end` is no base64, so the next stretch covers this place if it is long enough.
    from = end;
    at = end + least;
  }
}
