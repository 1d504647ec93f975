import { addOpaque, addPart, noteText, noteToolCall } from "./output-parts.ts";
import type { RunOutput, StreamEvent } from "./stream-event.ts";

export function emptyOutput(): RunOutput {
  return { text: "", reasoning: "", refusal: "", toolCalls: [], usage: {} };
}

/**
 * Adds one event to an output and returns the output; the given object is changed, so that folding a long stream
 * stays linear. Events that carry no content leave it as it is.
 */
export function foldEvent(output: RunOutput, event: StreamEvent): RunOutput {
  switch (event.type) {
    case "text":
      noteText(output, "text", event.text.length);
      output.text += event.text;
      return output;
    case "reasoning":
      noteText(output, "reasoning", event.text.length);
      output.reasoning += event.text;
      return output;
    case "refusal":
      noteText(output, "refusal", event.text.length);
      output.refusal += event.text;
      return output;
    case "tool_call": {
      const call = output.toolCalls[event.index];
      if (call) {
        if (event.id) call.id = event.id;
        if (event.name) call.function.name = event.name;
        call.function.arguments += event.arguments;
      } else {
        noteToolCall(output, event.index);
        output.toolCalls[event.index] = {
          id: event.id ?? "",
          type: "function",
          function: { name: event.name ?? "", arguments: event.arguments },
        };
      }
      return output;
    }
    case "part":
      addPart(output, event.part);
      return output;
    case "opaque":
      addOpaque(output, event.of, event.opaque, event.index);
      return output;
    case "vectors":
      output.vectors = event.vectors;
      return output;
    case "usage":
      // Anthropic reports input tokens at the start and output tokens at the end: later figures add to earlier ones.
      output.usage = { ...output.usage, ...event.usage };
      return output;
    case "finish":
      output.finishReason = event.reason;
      return output;
    case "model":
      output.reportedModel = event.model;
      if (event.tier !== undefined) output.serviceTier = event.tier;
      return output;
    default:
      return output;
  }
}
