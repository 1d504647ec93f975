import type { JsonObject } from "@shared/domain/json/json.ts";
import { numberAt, objectAt, parseObject, textAt } from "@shared/domain/json/read-json.ts";
import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";
import { chatCompletionsId } from "./id.ts";

/** Reads the tool calls of one answer, whole or in pieces, and numbers them in the order in which they begin. */
export interface ToolCallReader {
  /** `position` in its list, for servers that leave `index` out. */
  read(call: JsonObject, position: number, events: ProviderEvent[]): void;
}

interface Call {
  index: number;
  id: string | undefined;
  name: string | undefined;
  text: string;
}

/** What a piece says; the empty texts that some servers write are nothing. */
interface Piece {
  id: string | undefined;
  name: string | undefined;
  text: string;
}

export function createToolCallReader(): ToolCallReader {
  const calls: Call[] = [];
  /** By the server's own number: the latest of those that have it. */
  const latest = new Map<number, Call>();

  function callOf(piece: Piece, index: number | undefined, position: number): Call | undefined {
    const named = index === undefined && piece.id !== undefined ? calls.find(({ id }) => id === piece.id) : undefined;
    const known = named ?? latest.get(index ?? position);
    return known && !beginsAnother(piece, known) ? known : undefined;
  }

  return {
    read(call, position, events) {
      const called = objectAt(call, "function");
      const piece: Piece = {
        id: textAt(call, "id") || undefined,
        name: textAt(called, "name") || undefined,
        text: textAt(called, "arguments") ?? "",
      };
      // Zero values in place of a call.
      if (!piece.id && !piece.name && piece.text === "") return;
      const index = numberAt(call, "index");
      const known = callOf(piece, index, position);
      const current = known ?? { index: calls.length, id: undefined, name: undefined, text: "" };
      if (!known) {
        calls.push(current);
        latest.set(index ?? position, current);
      }
      const id = current.id === undefined ? piece.id : undefined;
      const name = current.name === piece.name ? undefined : piece.name;
      current.id ??= id;
      current.name = name ?? current.name;
      current.text += piece.text;
      events.push({
        type: "tool_call",
        index: current.index,
        ...(id ? { id } : {}),
        ...(name ? { name } : {}),
        arguments: piece.text,
      });
      // Gemini's signature of a thought: its calls are refused when they come back without it.
      const data = objectAt(call, "extra_content");
      const opaque = data && { api: chatCompletionsId, data };
      if (opaque) events.push({ type: "opaque", of: "tool_call", index: current.index, opaque });
    },
  };
}

/**
 * Whether a piece under the number of a known call is the start of another: servers leave `index` out or say 0 for all
 * (Gemini). A new id alone is none: some make up an id for every piece, and some repeat id and name in each.
 */
function beginsAnother({ id, name, text }: Piece, known: Call): boolean {
  if (name === undefined) return false;
  if (id !== undefined && known.id !== undefined) return id !== known.id;
  return id === undefined && known.id === undefined && text !== "" && parseObject(known.text) !== undefined;
}
