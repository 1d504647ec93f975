import type { RunRecord } from "@shared/domain/run/run.ts";
import { turnPartsKey } from "../../../shared/domain/message/output-part.ts";
import { refOf } from "../../../shared/domain/prompt/run-prompt.ts";

/*
 * What of a run can be searched, and how a person's words become a query. A word is found from its start on. Scripts
 * that write no spaces between words are cut into single characters on both sides, so that any part of them is found.
 */

export interface SearchText {
  prompt: string;
  variables: string;
  messages: string;
  output: string;
  error: string;
}

/** Per column. The rest of a longer text is kept but not indexed. */
const indexedCharacters = 400_000;
const mostTerms = 32;

const nothing: ReadonlySet<string> = new Set();
/** Every message has a role and every part a type: nobody searches for `user`. */
const structure: ReadonlySet<string> = new Set(["role", "type", "id", "tool_call_id", turnPartsKey]);

const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const spacelessAll = new RegExp(spaceless.source, "gu");
/** What SQLite's unicode61 tokenizer takes for part of a word. */
const wordCharacter = /[\p{L}\p{N}\p{Co}]/u;

export function searchTextOf(record: RunRecord): SearchText {
  const { request, resolved, compiled, output, outcome } = record;
  const error = outcome && "error" in outcome ? outcome.error : undefined;
  const messages = compiled?.messages.map(({ message }) => message) ?? request.clientMessages;
  return {
    prompt: indexable([resolved?.prompt.name ?? refOf(request.prompt)?.name]),
    variables: indexable([request.variables]),
    messages: indexable([messages, request.continuation], structure),
    output: indexable([output.text, output.reasoning, output.refusal, output.toolCalls], structure),
    error: indexable([error?.message, error?.detail]),
  };
}

/**
 * An FTS5 query that finds all the words a person typed, quoted phrases together. Nothing of the text is ever read as
 * query syntax. Null when the text has no character that can be searched for.
 */
export function toMatchQuery(text: string): string | null {
  const terms = text
    .replaceAll("\0", " ")
    .toWellFormed()
    .match(/"[^"]*"?|[^\s"]+/gu);
  const phrases = (terms ?? [])
    .map((term) => ({ words: term.replaceAll('"', " ").trim(), exact: /^".*"$/su.test(term) && term.length > 1 }))
    .filter(({ words }) => wordCharacter.test(words))
    .slice(0, mostTerms)
    .map(({ words, exact }) => `"${separate(words)}"${exact ? "" : " *"}`);
  return phrases.length === 0 ? null : phrases.join(" AND ");
}

/** All text in the values. What stands under a key of `skipped` is form and not content. */
function indexable(values: readonly unknown[], skipped: ReadonlySet<string> = nothing): string {
  const found: string[] = [];
  let room = indexedCharacters;
  const add = (value: unknown): void => {
    if (room <= 0) return;
    if (typeof value === "string") {
      // An embedded image is no text; its base64 would fill the index with noise.
      if (value === "" || value.startsWith("data:")) return;
      found.push(value.slice(0, room));
      room -= value.length;
    } else if (typeof value === "number" || typeof value === "boolean") {
      found.push(String(value));
    } else if (typeof value === "object" && value !== null) {
      for (const [key, item] of Object.entries(value)) if (!skipped.has(key)) add(item);
    }
  };
  for (const value of values) add(value);
  return separate(found.join("\n").replaceAll("\0", " "));
}

function separate(text: string): string {
  return spaceless.test(text) ? text.replace(spacelessAll, " $& ") : text;
}
