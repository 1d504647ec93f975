import type { PromptContent } from "./prompt.ts";

/** One `@@@langfusePrompt:name=…|version=…@@@` or `…|label=…@@@`. */
export type PromptReference = { name: string; tag: string } & ({ version: string } | { label: string });

const tags = /@@@langfusePrompt:(.*?)@@@/g;

/** The references of a text as Langfuse reads them: `name` first, then one version or label; anything else is text. */
export function referencesIn(prompt: PromptContent["prompt"]): PromptReference[] {
  const texts =
    typeof prompt === "string" ? [prompt] : prompt.flatMap((item) => ("content" in item ? [item.content] : []));
  return texts.flatMap((text) => [...text.matchAll(tags)].flatMap(([tag, inside = ""]) => parse(tag, inside) ?? []));
}

/** The same prompt with another text in place of each reference; `undefined` leaves one as it is. */
export function replaceReferences(
  prompt: PromptContent["prompt"],
  textFor: (reference: PromptReference) => string | undefined,
): PromptContent["prompt"] {
  const fill = (text: string) =>
    text.replaceAll(tags, (tag, inside: string) => {
      const reference = parse(tag, inside);
      return (reference && textFor(reference)) ?? tag;
    });
  if (typeof prompt === "string") return fill(prompt);
  return prompt.map((item) => ("content" in item ? { ...item, content: fill(item.content) } : item));
}

function parse(tag: string, inside: string): PromptReference | null {
  const [first, second, ...rest] = inside.split("|");
  // Parts are split at “=”, so that one inside a name cuts the name off.
  const [nameKey, name] = first?.split("=") ?? [];
  const [key, value] = second?.split("=") ?? [];
  if (nameKey !== "name" || !name || !value || rest.length > 0) return null;
  if (key === "version") return /^\d+$/.test(value) ? { name, tag, version: value } : null;
  return key === "label" ? { name, tag, label: value } : null;
}
