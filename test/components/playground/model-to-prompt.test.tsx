import type { JsonObject } from "@shared/domain/json/json.ts";
import { expect, it, vi } from "vitest";
import { useEdits } from "../../../renderer/stores/prompts/edits.ts";
import { draftWith, resolvedPrompt, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

async function showMenu(config: JsonObject, model: string | null) {
  const shown = await showPlayground({
    draft: draftWith([variant("a", { modelOverride: model })]),
    answers: {
      "prompts.get": resolvedPrompt({ config }),
      "edits.keep": { keptAt: 0 },
      "edits.discard": { edit: null, discarded: null },
    },
  });
  await vi.waitFor(() => expect(useEdits.getState().open).not.toBeNull());
  await shown.screen.getByRole("button", { name: "More", exact: true }).click();
  return { ...shown, act: shown.screen.getByRole("menuitem", { name: /Use the model in the prompt/ }) };
}

const now = () => useEdits.getState().open?.editing.now;

// After two models had been compared, the better one had to be typed into the config by hand.
it("the model of a variant takes the place of the prompt's, as one step of its edit; all else stays", async () => {
  const config = { model: "gpt-5", temperature: 0.2, x_team: { id: 7 } };
  const { screen, act } = await showMenu(config, "gpt-5.6-sol");
  await expect.element(act).toMatchTextContent("gpt-5.6-sol in place of gpt-5");
  await act.click();
  await vi.waitFor(() => expect(now()?.config).toEqual({ ...config, model: "gpt-5.6-sol" }));
  expect(Object.keys(now()?.config ?? {})).toEqual(Object.keys(config));
  await expect.element(screen.getByRole("region", { name: "Edit", exact: true })).toMatchTextContent("edited");
  useEdits.getState().undo();
  expect(now()?.config).toEqual(config);
});

it("where Langfuse keeps the provider apart, both are set in one step", async () => {
  const { act } = await showMenu({ provider: "anthropic", model: "claude-3-opus" }, "gpt-5.6-sol");
  await expect.element(act).toMatchTextContent("openai/gpt-5.6-sol in place of anthropic/claude-3-opus");
  await act.click();
  await vi.waitFor(() => expect(now()?.config).toEqual({ provider: "openai", model: "gpt-5.6-sol" }));
  useEdits.getState().undo();
  expect(now()?.config).toEqual({ provider: "anthropic", model: "claude-3-opus" });
});

it.each([null, "gpt-5"])("it is not offered where it would change nothing: %s", async (model) => {
  const { act, screen } = await showMenu({ model: "gpt-5" }, model);
  await expect.element(screen.getByRole("menuitem", { name: "Rename" })).toBeVisible();
  expect(act.query()).toBeNull();
});
