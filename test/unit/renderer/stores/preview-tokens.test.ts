import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import type { RunRequest, TokenEstimate } from "@shared/domain/run/run.ts";
import { afterEach, expect, it, vi } from "vitest";
import { create } from "zustand";
import { initStores } from "../../../../renderer/stores/client.ts";
import { usePreview } from "../../../../renderer/stores/draft/preview.ts";
import { notifyAfterTyping } from "../../../../renderer/stores/notify-after-typing.ts";
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

// A preview of 200 KB and its answer held up the keys that were typed meanwhile.
it("waits with the next one while somebody types on, and asks when they pause", async () => {
  vi.useFakeTimers();
  const fake = showOver(async () => null);
  await vi.advanceTimersByTimeAsync(100);
  const text = create<{ type(): void }>()((set, _get, api) => {
    const typing = notifyAfterTyping(api, () => 0);
    return { type: () => typing(() => set({})) };
  });
  text.getState().type();
  usePreview.getState().show("a", { ...request, modelOverride: "demo/editor" });
  for (let key = 0; key < 6; key++) {
    await vi.advanceTimersByTimeAsync(50);
    text.getState().type();
  }
  expect(fake.inputsOf("run.preview")).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(fake.inputsOf("run.preview").at(-1)).toMatchObject({ modelOverride: "demo/editor" });
});

afterEach(() => void vi.useRealTimers());
