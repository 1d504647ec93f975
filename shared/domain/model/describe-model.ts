import type { ModelFacts } from "./model-facts.ts";

/** What a model takes, gives or does, each by the word a person reads; what any model can is not said. */
const abilities: readonly [word: string, has: (facts: ModelFacts) => boolean][] = [
  ["thinks", ({ can }) => can?.includes("reasoning") ?? false],
  ["sees", ({ takes }) => takes?.includes("image") ?? false],
  ["reads PDFs", ({ takes }) => takes?.includes("pdf") ?? false],
  ["hears", ({ takes }) => takes?.includes("audio") ?? false],
  ["watches", ({ takes }) => takes?.includes("video") ?? false],
  ["draws", ({ gives }) => gives?.includes("image") ?? false],
  ["speaks", ({ gives }) => gives?.includes("audio") ?? false],
  ["no tools", ({ cannot }) => cannot?.includes("tools") ?? false],
];

/**
 * A model's row as one short line: most tokens of a request, US dollars for a million tokens in and out, what it can, and
 * when it ends: "272 K · $1.75/$14 · thinks, sees, reads PDFs · ends 2026-12-11". What is not known is left out, never
 * guessed; empty where nothing is known.
 */
export function describeModel(facts: ModelFacts): string {
  const parts = [
    facts.context === undefined ? "" : describeTokens(facts.context),
    describePrice(facts),
    abilities.flatMap(([word, has]) => (has(facts) ? [word] : [])).join(", "),
    facts.ends === undefined ? "" : `ends ${facts.ends}`,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

/** A number of tokens in thousands or millions: "8 K", "272 K", "1 M", "1.5 M". */
function describeTokens(tokens: number): string {
  if (tokens < 1_000) return `${tokens}`;
  const thousands = Math.round(tokens / 1_000);
  return thousands < 1_000 ? `${thousands} K` : `${Number((tokens / 1_000_000).toFixed(1))} M`;
}

function describePrice({ price, mode }: ModelFacts): string {
  if (!price) return "";
  const { input, output } = price;
  if (input === 0 && output === 0) return "free";
  // An embedding has no output to be paid for.
  return mode === "embedding" && output === 0 ? dollars(input) : `${dollars(input)}/${dollars(output)}`;
}

/** "$10", "$1.25", "$0.175": as many places as there are, at most four. */
function dollars(usd: number): string {
  const exact = Number(usd.toFixed(4));
  return `$${Number.isInteger(exact) || `${exact}`.split(".")[1]?.length !== 1 ? exact : exact.toFixed(2)}`;
}
