import { hasEscapes, type Unescaped, unescapedLayers, unfinishedEscape } from "./escapes.ts";
import { enoughOfOne, formsOfAll, type SecretForms, shortestBeginning } from "./secret-forms.ts";

/** A secret in a text, from `start` to before `end`. */
export interface Found {
  start: number;
  end: number;
}

/** What stands in a secret's place. */
export const secretMark = "[secret]";

const nothing: readonly Found[] = [];

/**
 * Where secrets are in a text, in any of their forms, in order and without overlap; also those that were cut short, but
 * of these none from `open` on, where one may begin that goes on in what is still to come. Linear in the text.
 */
export function findSecrets(
  text: string,
  values: readonly string[],
  open = Number.POSITIVE_INFINITY,
): readonly Found[] {
  return mayHold(text, values) ? secretsIn(text, values, open) : nothing;
}

function secretsIn(text: string, values: readonly string[], open: number): readonly Found[] {
  const found: Found[] = [];
  // Asked for at the first value that could be there at all: most texts are shorter than any key.
  let layers: Unescaped[] | undefined;
  for (const forms of formsOfAll(values)) {
    if (Math.min(forms.shortest, enoughOfOne) > text.length) continue;
    const keep = (start: number, end: number, isWhole: boolean) => {
      if (isWhole || start < open) found.push({ start, end });
    };
    for (const literal of forms.literals) findAll(text, literal, forms, keep);
    layers ??= unescapedLayers(text);
    for (const { text: plain, starts, ends } of layers) {
      for (const literal of forms.literals) {
        findAll(plain, literal, forms, (start, end, isWhole) =>
          keep(starts[start] ?? 0, ends[end - 1] ?? text.length, isWhole),
        );
      }
    }
  }
  return found.length > 1 ? joined(found) : found;
}

/**
 * Whether there can be a secret in a text at all. In nearly every text there is none, and a call of the gateway asks
 * this of some forty texts: it makes nothing that would have to be thrown away.
 */
function mayHold(text: string, values: readonly string[]): boolean {
  for (const { shortest, starts } of formsOfAll(values)) {
    if (Math.min(shortest, enoughOfOne) > text.length) continue;
    if (hasEscapes(text)) return true;
    for (const start of starts) if (text.includes(start)) return true;
  }
  return false;
}

/** Where a text's end may be the beginning of a secret; its length where it is not. */
export function unfinishedSecret(text: string, values: readonly string[]): number {
  const whole = text.slice(0, text.length - unfinishedEscape(text));
  let earliest = text.length;
  let layers: Unescaped[] | undefined;
  for (const { literals } of formsOfAll(values)) {
    if (literals.length === 0) continue;
    layers ??= unescapedLayers(whole);
    for (const literal of literals) {
      earliest = Math.min(earliest, beginningOf(literal, whole) ?? earliest);
      for (const { text: plain, starts } of layers) {
        const at = beginningOf(literal, plain);
        if (at !== undefined) earliest = Math.min(earliest, starts[at] ?? earliest);
      }
    }
  }
  return earliest;
}

type Tell = (start: number, end: number, isWhole: boolean) => void;

function findAll(text: string, literal: string, { whole }: SecretForms, tell: Tell): void {
  const head = literal.slice(0, enoughOfOne);
  for (let at = text.indexOf(head); at >= 0; ) {
    let end = at + head.length;
    while (end - at < literal.length && text.charCodeAt(end) === literal.charCodeAt(end - at)) end += 1;
    const isWhole = end - at === literal.length;
    const longer = isWhole ? whole.find((form) => form.startsWith(literal) && text.startsWith(form, at)) : undefined;
    if (longer !== undefined) end = at + longer.length;
    tell(at, end, isWhole);
    at = text.indexOf(head, end);
  }
}

/** Whether a text has neither an escape nor the beginning of a secret anywhere: the quick way past all else. */
export function isPlain(text: string, values: readonly string[]): boolean {
  if (/[\\%&]/.test(text)) return false;
  for (const { heads } of formsOfAll(values)) for (const head of heads) if (text.includes(head)) return false;
  return true;
}

/** The first place from which all of the text is the beginning of a literal. */
function beginningOf(literal: string, text: string): number | undefined {
  const head = literal.slice(0, shortestBeginning);
  for (let at = Math.max(0, text.length - literal.length + 1); ; at += 1) {
    at = text.indexOf(head, at);
    if (at < 0) return undefined;
    if (literal.startsWith(text.slice(at))) return at;
  }
}

function joined(found: Found[]): Found[] {
  const inOrder = found.sort((a, b) => a.start - b.start);
  const result: Found[] = [];
  for (const one of inOrder) {
    const last = result.at(-1);
    if (last && one.start < last.end) last.end = Math.max(last.end, one.end);
    else result.push(one);
  }
  return result;
}
