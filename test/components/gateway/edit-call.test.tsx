import type { RunRequest } from "@shared/domain/run/run.ts";
import { expect, it, vi } from "vitest";
import { CallDetail } from "../../../renderer/features/gateway/CallDetail.tsx";
import { Playground } from "../../../renderer/features/playground/Playground.tsx";
import { useApp } from "../../../renderer/stores/app.ts";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { useGateway } from "../../../renderer/stores/gateway/gateway.ts";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import { draftWith, previewOf, promptRef, recordOf, resolvedPrompt, settingsWith, variant } from "../samples.ts";
import { show, startStores } from "../show.tsx";

const request: RunRequest = {
  prompt: { ...promptRef, version: "2" },
  variables: { tone: "warm", customer: "Ada" },
  placeholders: {},
  compileMode: "python",
  clientMessages: [],
  clientMessagesMode: "replace",
  model: "m",
  parameters: {},
  modelOverride: null,
  overrides: {},
  stream: false,
};

// Would catch: a call whose prompt opens at the newest version, or without the values the call came with.
it("the prompt of a gateway call opens to be edited, at its version, with its values", async () => {
  const record = recordOf("call-1", { ...request, prompt: null });
  startStores({
    "settings.get": settingsWith(),
    "draft.get": draftWith([variant("a")], { openPrompt: null }),
    "gateway.recover": { kind: "matched", request, note: "Recovered from the messages of the call." },
    "run.get": record,
    "run.preview": previewOf,
    "prompts.get": ({ ref }) => ({ ...resolvedPrompt({ version: ref.version ?? "3" }), ref }),
    "prompts.versions": [],
    "edits.get": { edit: null, discarded: null },
    "models.list": [],
    "jobs.list": [],
  });
  await Promise.all([useSettings.getState().load(), useDraft.getState().load()]);
  useApp.getState().show("gateway");
  useGateway.setState({ record, chosen: record.id });
  const screen = await show(
    <>
      <CallDetail Report={() => null} />
      <Playground />
    </>,
  );
  await screen.getByRole("button", { name: "Edit this prompt" }).click();
  await vi.waitFor(() => expect(useDraft.getState().draft.openPrompt).toEqual({ ...promptRef, version: "2" }));
  expect(useApp.getState().view).toBe("playground");
  await expect.element(screen.getByRole("textbox", { name: "Text of the prompt" })).toBeVisible();
  await expect.element(screen.getByRole("textbox", { name: "customer", exact: true })).toHaveValue("Ada");
});
