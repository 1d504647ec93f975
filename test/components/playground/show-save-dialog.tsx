import { appError } from "@shared/domain/error/app-failure.ts";
import type { SaveRequest } from "@shared/domain/prompt/save.ts";
import type { SaveCheck, SaveOutcome } from "@shared/domain/prompt/save-outcome.ts";
import { expect } from "vitest";
import { userEvent } from "vitest/browser";
import { draftWith, localLibrary, promptRef, resolvedPrompt, settingsWith, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

const stored = resolvedPrompt();
const usual: SaveCheck = {
  standing: {
    type: "text",
    newest: stored.prompt,
    contentHash: "0".repeat(64),
    versions: [stored.prompt.version],
    labels: [
      { label: "production", version: stored.prompt.version },
      { label: "latest", version: stored.prompt.version },
    ],
    tags: [],
    next: "4",
  },
  lookedAt: 0,
  sameAs: null,
  newer: [],
  problems: [],
  guard: null,
  writeRefused: null,
  exchanges: [],
};
export const refused: SaveOutcome = {
  kind: "refused",
  error: appError("internal", { message: "This key reads only." }),
};

/** What a look before saving finds. */
export function looksLike(more: Partial<SaveCheck> = {}): SaveCheck {
  return { ...usual, ...more };
}

/** The dialog over an edit of the open prompt. */
export async function showDialog(
  more: Partial<SaveCheck> = {},
  outcome: SaveOutcome | ((request: SaveRequest) => SaveOutcome) = refused,
  kept: { newestThen?: string } = {},
) {
  const settings = settingsWith();
  const libraries = [...settings.libraries, localLibrary];
  const edit = {
    base: { ...promptRef, version: stored.prompt.version },
    type: "text",
    prompt: "Mine",
    config: {},
  } as const;
  const { screen, fake } = await showPlayground({
    draft: draftWith([variant("a")]),
    answers: {
      "settings.get": { ...settings, libraries },
      "edits.get": { edit: { edit, keptAt: 0, ...kept }, discarded: null },
      "prompts.checkSave": looksLike(more),
      "prompts.save": (request) => ({
        outcome: typeof outcome === "function" ? outcome(request) : outcome,
        exchanges: [],
      }),
      "edits.keep": { keptAt: 1 },
      "edits.discard": { edit: null, discarded: null },
      "history.sentNames": { runs: 0, names: {} },
      "prompts.list": { library: "langfuse", connection: "1a2b", prompts: [], fetchedAt: 0, freshness: "network" },
    },
  });
  await expect.element(screen.getByRole("region", { name: "Edit", exact: true })).toBeVisible();
  await userEvent.keyboard("{Control>}s{/Control}");
  const dialog = screen.getByRole("dialog");
  await expect.element(dialog.getByRole("region", { name: "Checks before saving" })).toBeVisible();
  return { dialog, fake, save: dialog.getByRole("button", { name: /^Save / }), screen };
}
