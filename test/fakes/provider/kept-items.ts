import { isJsonObject, type JsonObject } from "../../../shared/domain/json/json.ts";
import { listAt, textAt } from "../../../shared/domain/json/read-json.ts";
import type { FakeAnswer } from "./answers.ts";
import { invalid, type Refusal } from "./refusals/refusal.ts";
import { responseBody } from "./response-answers.ts";

/** What OpenAI keeps of the answers it has given, for requests that name items in place of sending them. */
export interface KeptItems {
  keep(answer: FakeAnswer, asked: JsonObject): void;
  /** The body with the items themselves, or what the service says of one that it does not have. */
  resolve(body: JsonObject): { refusal?: Refusal; body: JsonObject };
}

export function createKeptItems(): KeptItems {
  const kept = new Map<string, JsonObject>();
  return {
    keep(answer, asked) {
      if (asked["store"] === false) return;
      const { output } = responseBody(answer, { input: 0, output: 0 });
      for (const item of output) kept.set(item.id, item as unknown as JsonObject);
    },
    resolve(body) {
      if (!Array.isArray(body["input"])) return { body };
      const named = listAt(body, "input").map((item) =>
        isJsonObject(item) && item["type"] === "item_reference" ? (textAt(item, "id") ?? "") : undefined,
      );
      const unknown = named.find((id) => id !== undefined && !kept.has(id));
      if (unknown !== undefined) {
        return {
          body,
          refusal: { ...invalid(`Item with id '${unknown}' not found.`, { param: "input" }), status: 404 },
        };
      }
      const input = listAt(body, "input").map((item, index) => kept.get(named[index] ?? "") ?? item);
      return { body: { ...body, input } };
    },
  };
}
