import { type Draft, draftSchema, emptyDraft, type VariantDraft } from "@shared/domain/prompt/draft.ts";
import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import { runRequestSchema } from "@shared/domain/run/run.ts";
import { defaultPreferences } from "@shared/domain/settings.ts";
import { describe, expect, it } from "vitest";
import { linkParameters } from "../../../../renderer/stores/draft/linked-parameters.ts";
import {
  conversationOf,
  isUnlinked,
  promptOfVariant,
  variantTitle,
  withConversation,
  withCopy,
  withOwnValues,
  withoutVariant,
  withPin,
  withVariantAt,
} from "../../../../renderer/stores/draft/variant-list.ts";
import { buildRunRequest } from "../../../../renderer/stores/run/run-request.ts";

const open: PromptRef = { library: "langfuse", name: "support/reply", label: "production" };
const other: PromptRef = { library: "demo", name: "support/reply" };
const variant = (id: string, more: Partial<VariantDraft> = {}): VariantDraft => ({
  id,
  modelOverride: null,
  parameters: {},
  ...more,
});
const ids = (variants: readonly VariantDraft[]) => variants.map(({ id }) => id).join("");

describe("the list of variants", () => {
  it("puts a copy behind its original, with everything but the name, which would be there twice", () => {
    const original = variant("a", { name: "baseline", modelOverride: "gpt-4o", width: 420 });
    const list = withCopy([original, variant("b")], "a", "c");
    expect(ids(list)).toBe("acb");
    expect(list[1]).toEqual({ id: "c", modelOverride: "gpt-4o", parameters: {}, width: 420 });
  });

  it("never holds more than twelve nor fewer than one, which the draft's schema would refuse", () => {
    const twelve = Array.from({ length: 12 }, (_, index) => variant(String(index)));
    expect(withCopy(twelve, "0", "x")).toHaveLength(12);
    expect(withoutVariant([variant("a")], "a")).toHaveLength(1);
  });

  it("moves a variant to a place and not beyond the ends", () => {
    const list = [variant("a"), variant("b"), variant("c")];
    expect(ids(withVariantAt(list, "a", 2))).toBe("bca");
    expect(ids(withVariantAt(list, "c", -1))).toBe("cab");
    expect(ids(withVariantAt(list, "a", 99))).toBe("bca");
    expect(ids(withVariantAt(list, "unknown", 0))).toBe("abc");
  });

  it("calls a variant by its place until it has a name", () => {
    const list = [variant("x"), variant("y", { name: "short" })];
    expect([variantTitle(list, "x"), variantTitle(list, "y")]).toEqual(["A", "short"]);
  });
});

describe("what a variant has of its own", () => {
  it("keeps to its version on the prompt it was pinned for and follows the panel on every other", () => {
    const pinned = withPin(variant("a"), open, { version: "3" });
    expect(promptOfVariant(pinned, open)).toEqual({ library: "langfuse", name: "support/reply", version: "3" });
    expect(promptOfVariant(pinned, other)).toBe(other);
    expect(promptOfVariant(withPin(pinned, open, undefined), open)).toBe(open);
  });

  it("runs an unlinked variant with its own values and the others with the shared ones", () => {
    const unlinked = withOwnValues(variant("b"), open, { variables: { tone: "cold" }, placeholders: {} });
    const draft: Draft = {
      ...emptyDraft,
      openPrompt: open,
      values: { "langfuse:support/reply": { variables: { tone: "warm" }, placeholders: {} } },
      variants: [variant("a"), unlinked],
    };
    const tones = draft.variants.map((one) => buildRunRequest(draft, one, defaultPreferences).variables["tone"]);
    expect(tones).toEqual(["warm", "cold"]);
    expect([isUnlinked(unlinked, open), isUnlinked(unlinked, other)]).toEqual([true, false]);
  });

  it("sends the conversation of the open prompt alone, and no empty one", () => {
    const talking = withConversation(variant("a"), open, {
      messages: [{ role: "user", content: "And then?" }],
      next: { text: "", images: [] },
    });
    const draft: Draft = { ...emptyDraft, openPrompt: open, variants: [talking] };
    expect(buildRunRequest(draft, talking, defaultPreferences).continuation).toHaveLength(1);
    expect("continuation" in buildRunRequest({ ...draft, openPrompt: other }, talking, defaultPreferences)).toBe(false);
    const cleared = withConversation(talking, open, { messages: [], next: { text: "", images: [] } });
    expect(cleared.conversations).toEqual({});
    expect(conversationOf(cleared, open).messages).toEqual([]);
  });

  it("is accepted by the draft's schema and, as a request, by the contract's", () => {
    const full = withConversation(
      withOwnValues(withPin(variant("a", { name: "n", width: 300 }), open, { label: "latest" }), open, {
        variables: {},
        placeholders: {},
      }),
      open,
      { messages: [{ role: "tool", tool_call_id: "c1", content: "{}" }], next: { text: "x", images: [] } },
    );
    const draft: Draft = { ...emptyDraft, openPrompt: open, variants: [full] };
    expect(draftSchema.safeParse(draft).success).toBe(true);
    expect(runRequestSchema.safeParse(buildRunRequest(draft, full, defaultPreferences)).success).toBe(true);
  });

  it("links parameters and leaves tools and schemas with their variant", () => {
    const temperature = { value: 0.2, on: true };
    const tools = { value: [], on: true };
    const from = variant("a", { parameters: { temperature } });
    const [, second] = linkParameters([from, variant("b", { parameters: { tools, top_p: temperature } })], from);
    expect(second?.parameters).toEqual({ temperature, tools });
  });
});
