import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { Opaque } from "@shared/domain/message/output-part.ts";

/** How APIs mark the call of a tool that takes free text: by the type of OpenAI's tools, or that of the item of Responses. */
const marks = new Set<unknown>(["custom", "custom_tool_call"]);

/** Whether what an API says of a call is that its arguments are a text: forms have a call of its own for it. */
export function saysFreeText(opaque: Opaque | undefined): boolean {
  return isJsonObject(opaque?.data) && marks.has(opaque.data["type"]);
}
