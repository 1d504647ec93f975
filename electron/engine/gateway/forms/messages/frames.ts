import type { JsonObject } from "@shared/domain/json/json.ts";
import type { Opaque } from "@shared/domain/message/output-part.ts";
import type { ContentEvent } from "@shared/domain/run/stream-event.ts";
import type { AnswerHead, Frames } from "../client-form.ts";
import { eventStream } from "../wire/frames.ts";
import { messageId, redactedOf, signatureOf, stopReason, toErrorBody, toolUse, toUsage } from "./answer.ts";

type Open = { kind: "text" | "thinking" } | { kind: "tool"; index: number };

/** A call whose block has not begun: its id may have to carry something that comes behind its name. */
interface Waiting {
  index: number;
  id: string;
  name: string;
}

/** The events of a streamed message: blocks one after another, each begun and ended. */
export function createMessageFrames(head: () => AnswerHead): Frames {
  let hasBegun = false;
  let blocks = 0;
  let open: Open | undefined;
  let reason = "stop";
  let hasCalls = false;
  /** Of calls whose block waits for the name. */
  const named = new Map<number, { id: string; name: string }>();
  let waiting: Waiting | undefined;

  function begin(): string[] {
    if (hasBegun) return [];
    hasBegun = true;
    const common = head();
    const message = {
      id: messageId(common),
      type: "message",
      role: "assistant",
      model: common.model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: toUsage({}),
    };
    return [frame({ type: "message_start", message })];
  }

  function close(): string[] {
    const begun = beginCall();
    if (!open) return begun;
    open = undefined;
    const ended = frame({ type: "content_block_stop", index: blocks });
    blocks += 1;
    return [...begun, ended];
  }

  function beginCall(opaque?: Opaque): string[] {
    if (!waiting) return [];
    const { index, id, name } = waiting;
    waiting = undefined;
    return start({ kind: "tool", index }, toolUse(id, name, opaque, {}));
  }

  function start(kind: Open, block: JsonObject): string[] {
    const before = [...begin(), ...close()];
    open = kind;
    return [...before, frame({ type: "content_block_start", index: blocks, content_block: block })];
  }

  const delta = (piece: JsonObject) => frame({ type: "content_block_delta", index: blocks, delta: piece });

  function ensure(kind: "text" | "thinking"): string[] {
    if (open?.kind === kind) return [];
    const block = kind === "text" ? { type: "text", text: "" } : { type: "thinking", thinking: "", signature: "" };
    return start({ kind }, block);
  }

  function call(event: Extract<ContentEvent, { type: "tool_call" }>): string[] {
    hasCalls = true;
    const { index, arguments: text } = event;
    const known = named.get(index);
    const { id = known?.id ?? `toolu_${index}`, name = known?.name ?? "" } = event;
    named.set(index, { id, name });
    const isOpen = open?.kind === "tool" && open.index === index;
    const before = isOpen || waiting?.index === index ? [] : close();
    if (!isOpen) waiting = { index, id, name };
    return text === "" ? before : [...before, ...beginCall(), delta({ type: "input_json_delta", partial_json: text })];
  }

  function opaque(event: Extract<ContentEvent, { type: "opaque" }>): string[] {
    if (event.of === "tool_call") return waiting?.index === event.index ? beginCall(event.opaque) : [];
    if (event.of !== "reasoning") return [];
    const data = redactedOf(event.opaque);
    if (data !== undefined) return [...start({ kind: "thinking" }, { type: "redacted_thinking", data }), ...close()];
    return [
      ...ensure("thinking"),
      delta({ type: "signature_delta", signature: signatureOf(event.opaque) }),
      ...close(),
    ];
  }

  return {
    contentType: eventStream,
    write(event) {
      switch (event.type) {
        case "text":
        case "refusal":
          return [...ensure("text"), delta({ type: "text_delta", text: event.text })];
        case "reasoning":
          return [...ensure("thinking"), delta({ type: "thinking_delta", thinking: event.text })];
        case "tool_call":
          return call(event);
        case "opaque":
          return opaque(event);
        case "finish":
          reason = event.reason;
          return [];
        default:
          return [];
      }
    },
    close(usage) {
      const ended = [...begin(), ...close()];
      const stop = { stop_reason: stopReason(reason, hasCalls), stop_sequence: null };
      const last = [{ type: "message_delta", delta: stop, usage: toUsage(usage) }, { type: "message_stop" }];
      return [...ended, ...last.map(frame)].join("");
    },
    fail: (failure) => `event: error\ndata: ${JSON.stringify(toErrorBody(failure))}\n\n`,
  };
}

function frame(data: { type: string; [key: string]: unknown }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}
