import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { numberAt, objectAt, textAt } from "@shared/domain/json/read-json.ts";
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
  arguments: JsonEnd;
}

/** What a piece says; the empty texts that some servers write are nothing. */
interface Piece {
  id: string | undefined;
  name: string | undefined;
  text: string;
}

/** What a call of a tool that takes free text is marked with, so that it goes back as one. */
export const customCall: JsonObject = { type: "custom" };

/** Some servers give the object itself. */
function argumentsOf(given: JsonValue | undefined): string {
  if (typeof given === "string") return given;
  return isJsonObject(given) ? JSON.stringify(given) : "";
}

export function createToolCallReader(): ToolCallReader {
  const calls: Call[] = [];
  /** By the server's own number: the latest of those that have it. */
  const latest = new Map<number, Call>();
  const byId = new Map<string, Call>();

  function callOf(piece: Piece, index: number | undefined, position: number): Call | undefined {
    const named = index === undefined && piece.id !== undefined ? byId.get(piece.id) : undefined;
    const known = named ?? latest.get(index ?? position);
    return known && !beginsAnother(piece, known) ? known : undefined;
  }

  return {
    read(call, position, events) {
      // A tool that takes free text has its own key.
      const custom = objectAt(call, "custom");
      const called = objectAt(call, "function") ?? custom;
      const piece: Piece = {
        id: textAt(call, "id") || undefined,
        name: textAt(called, "name") || undefined,
        text: argumentsOf(called?.[custom === called ? "input" : "arguments"]),
      };
      // Zero values in place of a call.
      if (!piece.id && !piece.name && piece.text === "") return;
      const index = numberAt(call, "index");
      const known = callOf(piece, index, position);
      const current = known ?? { index: calls.length, id: undefined, name: undefined, arguments: createJsonEnd() };
      if (!known) {
        calls.push(current);
        latest.set(index ?? position, current);
      }
      const id = current.id === undefined ? piece.id : undefined;
      const name = current.name === piece.name ? undefined : piece.name;
      current.id ??= id;
      if (id !== undefined && !byId.has(id)) byId.set(id, current);
      current.name = name ?? current.name;
      current.arguments.push(piece.text);
      // Gemini's signature of a thought: its calls are refused when they come back without it. It is told before the
      // arguments, since whoever writes the call anew carries it in what stands at its beginning.
      const isCustom = custom !== undefined && custom === called && !known;
      const data = objectAt(call, "extra_content") ?? (isCustom ? customCall : undefined);
      events.push({
        type: "tool_call",
        index: current.index,
        ...(id ? { id } : {}),
        ...(name ? { name } : {}),
        arguments: data ? "" : piece.text,
      });
      if (!data) return;
      events.push({ type: "opaque", of: "tool_call", index: current.index, opaque: { api: chatCompletionsId, data } });
      if (piece.text !== "") events.push({ type: "tool_call", index: current.index, arguments: piece.text });
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
  return id === undefined && known.id === undefined && text !== "" && known.arguments.isWhole();
}

/** Knows of a text that comes in pieces whether it is a whole object by now; parsing it with each would be quadratic. */
interface JsonEnd {
  push(piece: string): void;
  isWhole(): boolean;
}

function createJsonEnd(): JsonEnd {
  let depth = 0;
  let inText = false;
  let escaped = false;
  let whole = false;
  return {
    push(piece) {
      for (const character of piece) {
        if (escaped) escaped = false;
        else if (inText) {
          escaped = character === "\\";
          inText = character !== '"';
        } else if (character === '"') inText = true;
        else if (character === "{" || character === "[") depth += 1;
        else if (character === "}" || character === "]") depth -= 1;
        else continue;
        whole = depth === 0 && !inText && character === "}";
      }
    },
    isWhole: () => whole,
  };
}
