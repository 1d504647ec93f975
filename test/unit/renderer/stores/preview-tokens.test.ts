import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import type { RunRequest, TokenEstimate } from "@shared/domain/run/run.ts";
import { expect, it, vi } from "vitest";
import { initStores } from "../../../../renderer/stores/client.ts";
import { usePreview } from "../../../../renderer/stores/draft/preview.ts";
import { createFakeClient } from "../../../fakes/routes/client.ts";

const request: RunRequest = {
  ...emptyRequest,
  modelOverride: "demo/storyteller",
  stream: true,
};
const first: TokenEstimate = { tokens: 10, tokenizer: "kinds of characters", about: true, countId: "1" };
const counted: TokenEstimate = { tokens: 12, tokenizer: "o200k_base", about: false };
const shown = () => usePreview.getState().views["a"]?.preview?.tokenEstimate;

function showOver(count: () => Promise<TokenEstimate | null>) {
  usePreview.setState(usePreview.getInitialState(), true);
  usePreview.getState().reset();
  const fake = createFakeClient({
    "run.preview": { warnings: [], tokenEstimate: first },
    "run.countTokens": count,
  });
  initStores(fake.client);
  usePreview.getState().show("a", request);
  return fake;
}

it("shows a first figure before the count, and the count when it comes (the preview waited for minutes)", async () => {
  const count = Promise.withResolvers<TokenEstimate | null>();
  const fake = showOver(() => count.promise);
  await vi.waitFor(() => expect(shown()).toEqual(first));
  count.resolve(counted);
  await vi.waitFor(() => expect(shown()).toEqual(counted));
  expect(fake.inputsOf("run.countTokens")).toEqual([{ countId: "1" }]);
});

it("keeps the first figure where there is no count", async () => {
  const fake = showOver(async () => null);
  await vi.waitFor(() => expect(fake.inputsOf("run.countTokens")).toHaveLength(1));
  expect(shown()).toEqual(first);
});
