import type { Opaque, OutputPart } from "../message/output-part.ts";
import type { OutputSpan, RunOutput } from "./stream-event.ts";

/*
 * The parts of an answer, in their order. The texts are kept once, each kind in one text (`RunOutput`); the order is a
 * list of lengths into them, and is only kept where it is not the usual one: reasoning, text, refusal, tool calls.
 */

type TextType = Extract<OutputSpan, { length: number }>["type"];
const textTypes = ["reasoning", "text", "refusal"] as const satisfies readonly TextType[];

/** Told before a text grows by `length` characters. The given output is changed. */
export function noteText(output: RunOutput, type: TextType, length: number): void {
  const isUsual = output.order === undefined && !hasAfter(output, type);
  if (isUsual) return;
  const order = ownOrder(output);
  const last = order.at(-1);
  if (last?.type === type && last.opaque === undefined) last.length += length;
  else order.push({ type, length });
}

/** Told before a tool call with a new index is added. */
export function noteToolCall(output: RunOutput, index: number): void {
  if (output.order === undefined && index === output.toolCalls.length) return;
  ownOrder(output).push({ type: "tool_call", index });
}

/** Adds a part that is neither text nor a call of our own tools. */
export function addPart(output: RunOutput, part: Extract<OutputPart, { value: unknown }>): void {
  ownOrder(output).push(part);
}

/**
 * Gives the newest part of a kind what its API wants back; without one, a part of its own says nothing else. What the same
 * API says of a call once more is the whole of it.
 */
export function addOpaque(output: RunOutput, of: TextType | "tool_call", opaque: Opaque, index = 0): void {
  const order = ownOrder(output);
  const found = order.findLast((span) => span.type === of && (span.type !== "tool_call" || span.index === index));
  const isWhole = of === "tool_call" && found?.opaque?.api === opaque.api;
  if (found && (found.opaque === undefined || isWhole)) found.opaque = opaque;
  else if (of !== "tool_call") order.push({ type: of, length: 0, opaque });
}

/** The parts of an answer, whole. */
export function partsOf(output: RunOutput): OutputPart[] {
  const at = { reasoning: 0, text: 0, refusal: 0 };
  return (output.order ?? usualOrder(output)).flatMap((span): OutputPart[] => {
    if (span.type === "tool_call") {
      const call = output.toolCalls[span.index];
      return call ? [{ type: "tool_call", call, ...(span.opaque ? { opaque: span.opaque } : {}) }] : [];
    }
    if (!("length" in span)) return [span];
    const { type, length, opaque } = span;
    const text = output[type].slice(at[type], at[type] + length);
    at[type] += length;
    return [{ type, text, ...(opaque ? { opaque } : {}) }];
  });
}

function ownOrder(output: RunOutput): OutputSpan[] {
  output.order ??= usualOrder(output);
  return output.order;
}

function usualOrder(output: RunOutput): OutputSpan[] {
  const texts = textTypes.flatMap((type) => (output[type] === "" ? [] : [{ type, length: output[type].length }]));
  return [...texts, ...output.toolCalls.map((_call, index) => ({ type: "tool_call" as const, index }))];
}

/** Whether something has come that usually comes later. */
function hasAfter(output: RunOutput, type: TextType): boolean {
  const later = textTypes.slice(textTypes.indexOf(type) + 1);
  return output.toolCalls.length > 0 || later.some((other) => output[other] !== "");
}
