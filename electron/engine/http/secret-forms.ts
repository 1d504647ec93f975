import { remember } from "@shared/domain/remember.ts";
import { withoutTrailing } from "@shared/domain/text/without-trailing.ts";

/** Shorter values would match ordinary words; no provider issues keys this short. */
const shortestSecret = 8;
/** Fewer characters than this say nothing: they are held back by no guard, and end many ordinary words. */
export const shortestBeginning = 4;
/** A vault of many keys is gone through for every text: what was made of a key must not be made anew each time. */
const mostKnownSecrets = 1_024;

/** Texts that stand for one secret. Empty for a value too short to be one. */
export interface SecretForms {
  /** As it is, in hex, and what base64 has of it wherever in the coded bytes it begins. */
  literals: readonly string[];
  /** How they begin. */
  heads: readonly string[];
  /** So much of their beginnings that, wherever a text was cut behind it, it is the secret. */
  starts: readonly string[];
  /** Characters of the shortest of them. */
  shortest: number;
  /** Base64 of the value alone: the last character and the padding are no other text's. */
  whole: readonly string[];
}

/** So many characters at its beginning are a secret, wherever a text was cut behind them. */
export const enoughOfOne = 16;

const none: readonly SecretForms[] = [];
const formsOfLists = new WeakMap<readonly string[], SecretForms[]>();

/** Those of each value that is long enough. A list may only grow: what was made of it is kept as long as it is. */
export function formsOfAll(values: readonly string[]): readonly SecretForms[] {
  // A request has one key or none, and a list of its own: nothing is to be kept for each.
  const [first] = values;
  if (first === undefined) return none;
  if (values.length === 1) return formsOfOnly(first);
  const known = formsOfLists.get(values);
  if (known && known.length === values.length) return known;
  const made = values.map(formsOf);
  formsOfLists.set(values, made);
  return made;
}

/** The forms of a value in which it is looked for; escapes of URLs, JSON and HTML are undone before (`escapes.ts`). */
const formsOf = remember(mostKnownSecrets, (value): SecretForms => {
  const secrets = [value, ...passwordsOf(value)].filter(({ length }) => length >= shortestSecret).map(formsOfOne);
  const literals = secrets.flatMap((forms) => forms.literals);
  const shortest = Math.min(...literals.map(({ length }) => length));
  const beginnings = (length: number) => [...new Set(literals.map((literal) => literal.slice(0, length)))];
  const [heads, starts] = [beginnings(shortestBeginning), beginnings(enoughOfOne)];
  return { literals, heads, starts, shortest, whole: secrets.flatMap(({ whole }) => whole) };
});

const formsOfOnly = remember(mostKnownSecrets, (value): readonly SecretForms[] => [formsOf(value)]);

/** The value of HTTP Basic holds a second secret: `base64(user:password)`. */
function passwordsOf(value: string): string[] {
  if (!/^[A-Za-z0-9+/]{12,}={0,2}$/.test(value)) return [];
  const [, password] = Buffer.from(value, "base64").toString("utf8").split(":", 2);
  return password === undefined || !/^[\x21-\x7e]+$/.test(password) ? [] : [password];
}

function formsOfOne(value: string): Pick<SecretForms, "literals" | "whole"> {
  const bytes = Buffer.from(value, "utf8");
  const hex = bytes.toString("hex");
  const base64 = bytes.toString("base64");
  const inBase64 = [0, 1, 2].map((offset) => base64At(bytes, offset));
  const literals = new Set([
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    hex,
    hex.toUpperCase(),
    ...inBase64,
    ...inBase64.map(urlAlphabet),
  ]);
  const unpadded = withoutTrailing(base64, "=");
  const whole = new Set([base64, unpadded, urlAlphabet(base64), urlAlphabet(unpadded)]);
  return { literals: [...literals], whole: [...whole].sort((a, b) => b.length - a.length) };
}

/** What base64 of any bytes around it holds of the value: a character of which a neighbour has bits is left out. */
function base64At(bytes: Buffer, offset: number): string {
  const coded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
  return coded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}

function urlAlphabet(base64: string): string {
  return base64.replaceAll("+", "-").replaceAll("/", "_");
}
