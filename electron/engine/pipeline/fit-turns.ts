import type { Warning } from "@shared/domain/error/error.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { type OutputPart, partsOfTurn, turnPartsKey, withoutParts } from "@shared/domain/message/output-part.ts";
import type { Api } from "../apis/api.ts";

/**
 * Messages as one API takes them. A turn that came from a run of this API carries its parts, which the API turns into
 * what it wants back; any other turn is its text and its tool calls. What is left out is warned of.
 */
export function fitTurns(
  messages: readonly Message[],
  { id: api, takesReasoning }: Pick<Api, "id" | "takesReasoning">,
): { messages: Message[]; warnings: Warning[] } {
  const leftOut = new Set<string>();
  const fitted = messages.map((message) => {
    const parts = partsOfTurn(message);
    if (!parts) return withoutParts(message);
    const own = parts.filter((part) => part.opaque === undefined || part.opaque.api === api);
    for (const part of parts) {
      if (!own.includes(part)) leftOut.add(`${nouns[part.type]} made by ${part.opaque?.api ?? "another API"}`);
    }
    const isOwn = own.some(({ opaque }) => opaque !== undefined);
    const reasoned = takesReasoning && own.some(({ type }) => type === "reasoning");
    if (!isOwn) for (const { type } of own) if (untold.has(type)) leftOut.add(nouns[type]);
    if (!isOwn && !reasoned) return withoutParts(message);
    return { ...message, [turnPartsKey]: parts.map((part) => readable(part, api)) };
  });
  const warnings = [...leftOut].map((what): Warning => {
    const message = `An earlier answer is sent without ${what}: this API cannot take it back.`;
    return { code: "turn_parts_left_out", stage: "config", subject: "messages", message };
  });
  return { messages: fitted, warnings };
}

/** Parts that a message in OpenAI's form has no place for. */
const untold: ReadonlySet<OutputPart["type"]> = new Set(["server_tool", "citation", "image", "audio"]);

const nouns: Record<OutputPart["type"], string> = {
  text: "a mark on its text",
  reasoning: "reasoning",
  refusal: "a mark on its refusal",
  tool_call: "a mark on its tool call",
  server_tool: "a tool that the server ran",
  citation: "citations",
  image: "an image",
  audio: "audio",
  choice: "its other choices",
  logprobs: "how likely its tokens were",
};

/** Nobody but its maker is shown what is opaque. */
function readable(part: OutputPart, api: string): OutputPart {
  if (part.opaque === undefined || part.opaque.api === api) return part;
  const { opaque: _foreign, ...rest } = part;
  return rest;
}
