import type { PromptSummary } from "@shared/domain/prompt/prompt.ts";

/** A filter text taken apart. All of it must match. */
export interface PromptFilter {
  /** Parts of the name, lower case. */
  words: string[];
  /** Whole labels, lower case; after `label:`. */
  labels: string[];
  /** Whole tags, lower case; after `tag:`. */
  tags: string[];
}

const term = /(label|tag):(?:"([^"]*)"|(\S*))|(\S+)/gi;

/** Reads `reply label:production tag:"two words"`. A key without a value yet (`label:`) filters nothing. */
export function parseFilter(text: string): PromptFilter {
  const filter: PromptFilter = { words: [], labels: [], tags: [] };
  for (const [, key, quoted, bare, word] of text.toLowerCase().matchAll(term)) {
    if (word !== undefined) filter.words.push(word);
    const value = quoted ?? bare ?? "";
    if (value === "") continue;
    (key === "label" ? filter.labels : filter.tags).push(value);
  }
  return filter;
}

export function isEmptyFilter({ words, labels, tags }: PromptFilter): boolean {
  return words.length + labels.length + tags.length === 0;
}

export function matchesFilter(prompt: PromptSummary, filter: PromptFilter): boolean {
  const name = prompt.name.toLowerCase();
  return (
    filter.words.every((word) => name.includes(word)) &&
    filter.labels.every((label) => prompt.labels.some((own) => own.toLowerCase() === label)) &&
    filter.tags.every((tag) => prompt.tags.some((own) => own.toLowerCase() === tag))
  );
}

/** Adds `label:value` to a filter text, or takes it out when it is there. */
export function toggleTerm(text: string, key: "label" | "tag", value: string): string {
  const written = `${key}:${/\s/.test(value) ? `"${value}"` : value}`;
  const terms = [...text.matchAll(term)].map(([whole]) => whole);
  const without = terms.filter((other) => other.toLowerCase() !== written.toLowerCase());
  return (without.length < terms.length ? without : [...terms, written]).join(" ");
}
