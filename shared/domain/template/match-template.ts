import { asJson } from "../json/as-json.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import type { Message } from "../message/message.ts";
import type { PromptVersion, TemplateItem } from "../prompt/prompt.ts";
import { renderPythonText } from "./compile-python.ts";
import { type FoundValues, literalLength, matchText } from "./match-text.ts";

/** Values to fill a prompt with. */
export interface PromptValuesOf {
  variables: JsonObject;
  placeholders: JsonObject;
}

/**
 * Whether messages were made of a template. `match` only when no other values give these messages; `ambiguous` when
 * they fit, as far as can be told, but not in one way: then the values that are sure are given. `literal` counts the
 * characters of the template's own words, `continuation` are the messages behind it.
 */
export type TemplateMatch =
  | ({ kind: "match" | "ambiguous"; continuation: Message[]; literal: number } & PromptValuesOf)
  | { kind: "none" };

interface Aligned {
  pairs: { template: string; text: string }[];
  placeholders: Record<string, Message[]>;
  continuation: Message[];
  /** False when several placeholders could have had the messages between them. */
  sure: boolean;
}

/** What one message says about another's values is used again so often; the work stays proportional to the text. */
const passes = 3;

/**
 * Takes messages apart that the Langfuse Python SDK compiled, or LiteLLM with it, into the values they were compiled
 * with. Values come back as text: `3` as `"3"`, which compiles to the same messages.
 */
export function matchTemplate(
  { prompt }: Pick<PromptVersion, "type" | "prompt">,
  messages: readonly Message[],
): TemplateMatch {
  const aligned = typeof prompt === "string" ? alignText(prompt, messages) : alignChat(prompt, messages);
  if (!aligned) return { kind: "none" };
  const found = solve(aligned.pairs);
  if (!found) return { kind: "none" };
  const variables = toVariables(found.values);
  const { placeholders, continuation } = aligned;
  const literal = aligned.pairs.reduce((sum, { template }) => sum + literalLength(template), 0);
  const sure = aligned.sure && found.complete && staysAsItIs(placeholders, variables);
  return {
    kind: sure ? "match" : "ambiguous",
    variables,
    placeholders: asJson(placeholders),
    continuation,
    literal,
  };
}

/** A text prompt is one message: of the user where it replaces the client's, of the system where they follow it. */
function alignText(template: string, [first, ...continuation]: readonly Message[]): Aligned | undefined {
  const text = first && (first.role === "user" || first.role === "system") ? textOf(first) : undefined;
  if (text === undefined) return undefined;
  return { pairs: [{ template, text }], placeholders: {}, continuation, sure: true };
}

function alignChat(items: readonly TemplateItem[], messages: readonly Message[]): Aligned | undefined {
  const names = items.flatMap((item) => (item.type === "placeholder" ? [item.name] : []));
  const spare = messages.length - (items.length - names.length);
  if (spare < 0) return undefined;
  if (names.length > 1 && spare > 0) return alignUpToPlaceholder(items, messages);
  const lengthOfGap = names.length === 1 ? spare : 0;
  const result: Aligned = { pairs: [], placeholders: {}, continuation: [], sure: true };
  let next = 0;
  for (const item of items) {
    if (item.type === "placeholder") {
      result.placeholders[item.name] = messages.slice(next, next + lengthOfGap);
      next += lengthOfGap;
      continue;
    }
    const pair = pairOf(item, messages[next++]);
    if (!pair) return undefined;
    result.pairs.push(pair);
  }
  result.continuation = messages.slice(next);
  return result;
}

function alignUpToPlaceholder(items: readonly TemplateItem[], messages: readonly Message[]): Aligned | undefined {
  const gap = items.findIndex((item) => item.type === "placeholder");
  const pairs = items.slice(0, gap).map((item, index) => pairOf(item, messages[index]));
  const known = pairs.filter((pair) => pair !== undefined);
  if (known.length < pairs.length) return undefined;
  return { pairs: known, placeholders: {}, continuation: [], sure: false };
}

function pairOf(item: TemplateItem, message: Message | undefined) {
  if (item.type === "placeholder" || message?.role !== item.role || message.tool_calls) return undefined;
  const text = textOf(message);
  return text === undefined ? undefined : { template: item.content, text };
}

/** The text of a message that has nothing else; some clients send it as a list of one part. */
function textOf({ content }: Message): string | undefined {
  if (typeof content === "string") return content;
  const [part, ...others] = content ?? [];
  const text = part?.type === "text" && others.length === 0 ? part["text"] : undefined;
  return typeof text === "string" ? text : undefined;
}

/** Solves the texts together: a value that one of them gives away is a literal in the others. */
function solve(pairs: Aligned["pairs"]): { values: FoundValues; complete: boolean } | undefined {
  const values = new Map<string, string | null>();
  let open = pairs;
  for (let pass = 0; pass < passes && open.length > 0; pass++) {
    const before = open.length;
    const stillOpen: Aligned["pairs"] = [];
    for (const pair of open) {
      const match = matchText(pair.template, pair.text, values);
      if (match.kind === "none") return undefined;
      if (match.kind === "many") stillOpen.push(pair);
      else for (const [name, value] of match.values) values.set(name, value);
    }
    open = stillOpen;
    if (open.length === before) break;
  }
  return { values, complete: open.length === 0 };
}

function toVariables(values: FoundValues): Record<string, string> {
  const entries = [...values].filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(entries);
}

/** Python fills the messages of a placeholder too: a `{{name}}` that stood in them would be filled a second time. */
function staysAsItIs(placeholders: Record<string, Message[]>, variables: Record<string, string>): boolean {
  const namespace: JsonObject = { ...variables, ...(placeholders as Record<string, JsonValue>) };
  const clash = Object.keys(placeholders).some((name) => Object.hasOwn(variables, name));
  const texts = Object.values(placeholders).flatMap((list) => list.map(({ content }) => content));
  return !clash && texts.every((text) => typeof text !== "string" || renderPythonText(text, namespace).text === text);
}
