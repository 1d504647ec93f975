import type { CompiledMessages } from "@shared/domain/prompt/compiled.ts";
import type { RunPreview } from "@shared/domain/run/run.ts";
import { expect, it } from "vitest";
import { contextShare } from "../../../../renderer/features/playground/charts/context-share.ts";

const compiled = {
  messages: [
    { message: { role: "system", content: "Be\n  brief." } },
    { message: { role: "user", content: [{ type: "text", text: "Hi" }, { type: "image_url" }] } },
    { message: { role: "assistant", content: null } },
  ],
} as unknown as CompiledMessages;
const preview = (more: Partial<RunPreview>): RunPreview => ({ warnings: [], compiled, ...more });
const estimate = { tokens: 30, perMessage: [7, 12, 8], tokenizer: "o200k_base", about: false };

it("each message has its tokens and how it begins; the answer's limit counts only where it is sent", () => {
  const parameters = [
    { key: "max_tokens", value: 500, source: "override", sent: false },
    { key: "max_completion_tokens", value: 900, source: "override", sent: true },
  ];
  const share = contextShare(
    preview({ tokenEstimate: estimate, contextTokens: 8_000, plan: { parameters } as RunPreview["plan"] & {} }),
  );
  expect(share).toMatchObject({ tokens: 30, answer: 900, context: 8_000 });
  expect(share?.messages).toEqual([
    { number: 1, role: "system", begins: "Be brief.", tokens: 7 },
    { number: 2, role: "user", begins: "Hi [image_url]", tokens: 12 },
    { number: 3, role: "assistant", begins: "", tokens: 8 },
  ]);
});

it("what is not counted or in no list is no figure", () => {
  expect(contextShare(preview({}))).toBeUndefined();
  const { perMessage: _, ...whole } = estimate;
  const share = contextShare(preview({ tokenEstimate: whole }));
  expect(share?.messages[0]?.tokens).toBeUndefined();
  expect(share).not.toHaveProperty("context");
});
