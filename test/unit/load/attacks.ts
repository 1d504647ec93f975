import { type Node, parseExpression } from "./parse-expression.ts";

/** A text that makes an expression try again and again: `before`, `pump` many times, `after`. */
export interface Attack {
  before: string;
  pump: string;
  after: string;
}

export function textOf({ before, pump, after }: Attack, length: number): string {
  return before + pump.repeat(Math.ceil(length / Math.max(1, pump.length))) + after;
}

/** What expressions look for in texts, one of each kind. */
const usual = [
  "a",
  " ",
  "0",
  "\n",
  "x",
  "A",
  '"',
  "-",
  "=",
  "{",
  "<",
  "/",
  "\\",
  ".",
  "_",
  ":",
  "\t",
  "\r",
  "é",
  "中",
  "\u0000",
  "!",
  "'",
  "@",
  "F",
  "\u200b",
];
const endings = ["", "\u0000", "\n!", "x"];
/** Of one place; more add nothing but time. */
const mostSamples = 5;

/**
 * Texts for an expression: for each thing in it that repeats, what stands before it and then that thing, or all up to it,
 * again and again, with an end that does not fit. Each character that the expression knows has its turn as well, and the
 * first `paired` of its signs in pairs.
 */
export function attacksOn(pattern: string, flags: string, paired: number): Attack[] {
  const own = [...new Set(pattern.replace(/\\[a-zA-Z]|[\w\s?*+()|[\]]/g, ""))].slice(0, paired);
  const known = [...new Set([...usual, ...pattern.replace(/\\[a-zA-Z]/g, "")])];
  const fits = fitting(flags, known);
  const root = parseExpression(pattern);
  const found = new Map<string, Attack>();
  const add = (before: string, pump: string) => {
    if (pump === "") return;
    for (const after of endings) found.set(JSON.stringify([before, pump, after]), { before, pump, after });
  };

  /** Goes through what is there, with a text that leads to it; gives texts that lead past it. */
  function walk(node: Node, before: string): string {
    switch (node.kind) {
      case "sequence": {
        let so = before;
        for (const item of node.items) so = walk(item, so);
        return so;
      }
      case "choice":
        return node.options.map((option) => walk(option, before))[0] ?? before;
      case "repeat": {
        const samples = samplesOf(node.item, fits);
        if (node.most > 10) {
          for (const sample of samples) {
            add(before, sample);
            add("", sample);
            add("", before + sample);
            add(before, `${sample}${samples[0] ?? ""}`);
          }
          add("", before);
        }
        const past = walk(node.item, before);
        return node.least === 0 && node.most === 1 ? before : past;
      }
      default:
        return before + (samplesOf(node, fits)[0] ?? "");
    }
  }

  const whole = walk(root, "");
  add("", whole);
  add("", whole.slice(0, -1));
  for (const character of known) add("", character);
  for (const first of own) for (const second of own) add("", first + second);
  return [...found.values()];
}

type Fits = (source: string) => string[];

function fitting(flags: string, known: readonly string[]): Fits {
  const plain = flags.replace(/[gy]/g, "");
  return (source) => {
    const one = new RegExp(`^(?:${source})$`, plain);
    return known.filter((character) => one.test(character));
  };
}

function samplesOf(node: Node, fits: Fits): string[] {
  switch (node.kind) {
    case "nothing":
      return [""];
    case "character":
      return spread(fits(node.source));
    case "choice":
      return node.options.flatMap((option) => samplesOf(option, fits).slice(0, 2)).slice(0, 2 * mostSamples);
    case "repeat": {
      const times = Math.max(1, Math.min(node.least, 20));
      return samplesOf(node.item, fits).map((sample) => sample.repeat(times));
    }
    case "sequence": {
      const parts = node.items.map((item) => samplesOf(item, fits));
      return Array.from({ length: mostSamples }, (_, index) =>
        parts.map((part) => part[index % Math.max(1, part.length)] ?? "").join(""),
      ).filter((sample, index, all) => all.indexOf(sample) === index);
    }
  }
}

/** The usual ones come first; some from the end as well, where the expression's own are. */
function spread(characters: readonly string[]): string[] {
  return [...new Set([...characters.slice(0, mostSamples - 2), ...characters.slice(-2)])];
}
