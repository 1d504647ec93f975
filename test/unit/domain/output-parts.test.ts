import type { OutputPart } from "@shared/domain/message/output-part.ts";
import { emptyOutput, foldEvent } from "@shared/domain/run/fold-events.ts";
import { partsOf } from "@shared/domain/run/output-parts.ts";
import type { ProviderEvent, RunOutput, StreamEvent } from "@shared/domain/run/stream-event.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawn } from "../../prove-scale.ts";

const fold = (events: readonly ProviderEvent[]): RunOutput =>
  events.reduce((output, event) => foldEvent(output, { at: 0, ...event } as StreamEvent), emptyOutput());
const call = (index: number, more = "{}"): ProviderEvent => ({
  type: "tool_call",
  index,
  id: `c${index}`,
  name: "look",
  arguments: more,
});
const kinds = (output: RunOutput) =>
  partsOf(output).map((part) => ("text" in part ? `${part.type} ${part.text}` : part.type));

describe("parts of an answer", () => {
  it("stand in the order in which they came", () => {
    const output = fold([
      { type: "reasoning", text: "hm" },
      { type: "text", text: "I look." },
      call(0),
      { type: "reasoning", text: "so" },
      { type: "text", text: " Found" },
      { type: "text", text: " it." },
      { type: "part", part: { type: "citation", value: { url: "https://example.org" } } },
    ]);
    expect(kinds(output)).toEqual([
      "reasoning hm",
      "text I look.",
      "tool_call",
      "reasoning so",
      "text  Found it.",
      "citation",
    ]);
    expect(output).toMatchObject({ text: "I look. Found it.", reasoning: "hmso" });
  });

  it("need no list of their own in the usual order, as runs of before have none", () => {
    const output = fold([{ type: "reasoning", text: "hm" }, { type: "text", text: "Hello" }, call(0), call(1)]);
    expect(output.order).toBeUndefined();
    expect(kinds(output)).toEqual(["reasoning hm", "text Hello", "tool_call", "tool_call"]);
  });

  it("hold what their API wants back, each its own (a signature on the wrong thought is refused)", () => {
    const opaque = (signature: string): ProviderEvent => ({
      type: "opaque",
      of: "reasoning",
      opaque: { api: "messages", data: { signature } },
    });
    const output = fold([
      { type: "reasoning", text: "one" },
      opaque("a"),
      { type: "reasoning", text: "two" },
      opaque("b"),
      opaque("alone"),
      { type: "text", text: "Hi" },
    ]);
    expect(partsOf(output)).toEqual([
      { type: "reasoning", text: "one", opaque: { api: "messages", data: { signature: "a" } } },
      { type: "reasoning", text: "two", opaque: { api: "messages", data: { signature: "b" } } },
      { type: "reasoning", text: "", opaque: { api: "messages", data: { signature: "alone" } } },
      { type: "text", text: "Hi" },
    ]);
  });

  it("joined say what the texts say, whatever came and however it was cut", () => {
    const event: fc.Arbitrary<ProviderEvent> = fc.oneof(
      fc.record({
        type: fc.constantFrom("text", "reasoning", "refusal"),
        text: fc.string({ unit: "binary", maxLength: 5 }),
      }),
      fc.record({ type: fc.constant("tool_call"), index: fc.integer({ min: 0, max: 3 }), arguments: fc.string() }),
      fc.record({
        type: fc.constant("opaque"),
        of: fc.constantFrom("text", "reasoning", "refusal"),
        opaque: fc.constant({ api: "x", data: 1 }),
      }),
    ) as fc.Arbitrary<ProviderEvent>;
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const output = fold(events);
        const parts = partsOf(output);
        const joined = (type: OutputPart["type"]) =>
          parts.map((part) => (part.type === type && "text" in part ? part.text : "")).join("");
        expect([joined("text"), joined("reasoning"), joined("refusal")]).toEqual([
          output.text,
          output.reasoning,
          output.refusal,
        ]);
        expect(parts.filter(({ type }) => type === "tool_call")).toHaveLength(output.toolCalls.filter(Boolean).length);
      }),
      drawn(200),
    );
  });
});
