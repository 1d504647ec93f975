import type { JsonValue } from "../json/json.ts";
import type { RunOutput } from "./stream-event.ts";

/** An answer as one text, to be compared: what was said, then the tools it calls with their arguments laid out. */
export function answerText({ text, refusal, toolCalls }: RunOutput): string {
  const calls = toolCalls.map(({ function: { name, arguments: given } }) => `→ ${name} ${laidOut(given)}`);
  return [text, refusal, ...calls].filter((part) => part !== "").join("\n\n");
}

/** The JSON of an answer, also out of a Markdown fence; undefined when it is none. */
export function answerJson({ text, toolCalls }: RunOutput): JsonValue | undefined {
  if (text === "" && toolCalls.length > 0) {
    return toolCalls.map(({ function: { name, arguments: given } }) => ({ name, arguments: parse(given) ?? given }));
  }
  return parse(insideFence(text.trim()));
}

function insideFence(text: string): string {
  const opening = /^```(?:json)?\s*\n/.exec(text)?.[0];
  return opening !== undefined && text.endsWith("```") ? text.slice(opening.length, -3) : text;
}

function laidOut(given: string): string {
  const value = parse(given);
  return value === undefined ? given : JSON.stringify(value, null, 2);
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // An answer in prose, or half a document: there is nothing to compare by paths.
    return undefined;
  }
}
