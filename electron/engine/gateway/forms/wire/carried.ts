import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import { parseObject, textAt } from "@shared/domain/json/read-json.ts";
import type { Opaque } from "@shared/domain/message/output-part.ts";

/*
 * What an API wants to have back with a part of an answer, put into a text that clients of another form send back
 * unread: a signature, the id of a call (`electron/engine/gateway/README.md#what-a-client-carries`).
 */

const mark = "__carried__";

/** `text`, with what is to be carried behind it; letters, digits, `-` and `_` alone are added. */
export function withCarried(text: string, { api, data }: Opaque): string {
  return `${text}${mark}${Buffer.from(JSON.stringify({ api, data })).toString("base64url")}`;
}

/** The text as it was, and what it carries. What cannot be read is a text of the client's own. */
export function splitCarried(text: string): { text: string; opaque?: Opaque } {
  const at = text.indexOf(mark);
  if (at < 0) return { text };
  const carried = parseObject(Buffer.from(text.slice(at + mark.length), "base64url").toString("utf8"));
  const api = textAt(carried, "api");
  const data = carried?.["data"];
  if (api === undefined || !isJsonObject(data)) return { text };
  return { text: text.slice(0, at), opaque: { api, data } };
}
