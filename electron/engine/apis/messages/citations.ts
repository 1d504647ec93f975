import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";

/** Where a passage comes from, by Anthropic's keys → what they are called here, the first that is there. */
const names: readonly (readonly [name: string, ...keys: string[]])[] = [
  ["url", "url", "source"],
  ["title", "title", "document_title"],
  ["index", "document_index", "search_result_index"],
  ["start", "start_char_index", "start_page_number", "start_block_index"],
  ["end", "end_char_index", "end_page_number", "end_block_index"],
  ["text", "cited_text"],
];

/** A citation as `{kind, url?, title?, index?, start?, end?, text?}`; what start and end count, the kind says. */
export function citationOf(citation: JsonObject): JsonObject {
  const said = names.flatMap(([name, ...keys]): [string, JsonValue][] => {
    const value = keys.map((key) => citation[key]).find((one) => one !== undefined && one !== null);
    return value === undefined ? [] : [[name, value]];
  });
  return { kind: citation["type"] ?? "", ...Object.fromEntries(said) };
}
