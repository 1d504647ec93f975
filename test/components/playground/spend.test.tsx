import type { GroupFigures } from "@shared/contract/routes.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { ModelPrice } from "@shared/domain/model/price.ts";
import type { SpendLimits } from "@shared/domain/run/spend-limits.ts";
import { describe, expect, it, vi } from "vitest";
import { useApp } from "../../../renderer/stores/app.ts";
import type { FakeAnswers } from "../../fakes/routes/client.ts";
import { draftWith, previewOf, provider, settingsWith, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

/** A dollar for each million of tokens sent, of which every call has one. */
const price: ModelPrice = { model: "gpt-4o-mini", input: 1, output: 0, asOf: "2026-01-01", source: "own" };

/** The sum of a provider's runs of today. */
function spentOf(name: string, costUsd: number, priced = 3): GroupFigures {
  const none = {
    failed: 0,
    medianTtftMs: null,
    medianTotalMs: null,
    p95TtftMs: null,
    p95TotalMs: null,
    inputTokens: null,
    outputTokens: null,
  };
  return { name, within: null, runs: 3, ...none, costUsd, priced };
}

function showWith(spend: SpendLimits, answers: FakeAnswers = {}) {
  return showPlayground({
    draft: draftWith([variant("a")]),
    answers: {
      "settings.get": settingsWith({ spend }, { providers: [provider()] }),
      "history.groups": [spentOf("openai", 4.1), spentOf("anthropic", 1, 1)],
      "history.figures": [],
      "prices.list": { own: [price], bundled: [] },
      "run.preview": (request) => ({
        ...previewOf(request),
        tokenEstimate: { tokens: 1_000_000, tokenizer: "o200k", about: false },
      }),
      ...answers,
    },
  });
}

describe("limits of a day", () => {
  it("the run bar says what was spent beside the tightest limit, by the database's sum, and leads to the limits", async () => {
    const { screen, fake } = await showWith({ dayUsd: 100, providerUsd: { openai: 20, anthropic: 1 } });
    const note = screen.getByRole("button", { name: "today $4.10 of $20 with OpenAI" });
    await expect.element(note).toBeVisible();
    const midnight = new Date().setHours(0, 0, 0, 0);
    expect(fake.inputsOf("history.groups")[0]).toEqual({ filter: { from: midnight, cells: true }, by: "provider" });
    await note.click();
    expect(useApp.getState()).toMatchObject({ view: "settings", settingsSection: "spend" });
  });

  it("a run that stays within them starts unasked", async () => {
    const { screen, started } = await showWith({ dayUsd: null, providerUsd: { openai: 20 } });
    await expect.element(screen.getByRole("button", { name: "today $4.10 of $20 with OpenAI" })).toBeVisible();
    await screen.getByRole("button", { name: /^Run\b/ }).click();
    await vi.waitFor(() => expect(started).toHaveLength(1));
    expect(screen.getByRole("dialog").query()).toBeNull();
  });

  it("one that would pass a limit says so and asks, starts on a yes, and does not ask again", async () => {
    const { screen, started } = await showWith({ dayUsd: 6.05, providerUsd: { openai: 5 } });
    await expect.element(screen.getByRole("button", { name: "today $5.10 of $6.05" })).toBeVisible();
    await screen.getByRole("button", { name: /^Run\b/ }).click();
    const dialog = screen.getByRole("dialog", { name: "Before it starts" });
    const words = "This would pass your limit: today $4.10 of $5 with OpenAI · about $5.10 after this.";
    await expect.element(dialog.getByText(words)).toBeVisible();
    await expect
      .element(dialog.getByText(/^This would pass your limit: today \$5\.10 of \$6\.05 · .* · 2 runs of today/))
      .toBeVisible();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    expect(started).toEqual([]);

    await screen.getByRole("button", { name: /^Run\b/ }).click();
    await dialog.getByRole("button", { name: "Start 1 call" }).click();
    await vi.waitFor(() => expect(started).toHaveLength(1));
    await expect.element(screen.getByRole("region", { name: "Output" })).toMatchTextContent("Hello there.");
    await screen.getByRole("button", { name: /^Run\b/ }).click();
    await vi.waitFor(() => expect(started).toHaveLength(2));
    expect(dialog.query()).toBeNull();
  });

  // A limit is no lock: what cannot be added up must not keep anybody from running.
  it("where the sum cannot be read a run starts, and the bar says that it is not known", async () => {
    const { screen, started } = await showWith(
      { dayUsd: 5, providerUsd: {} },
      {
        "history.groups": () => {
          throw new AppFailure("storage_failed", { message: "The history does not answer." });
        },
      },
    );
    await expect.element(screen.getByRole("button", { name: "today’s spending not known" })).toBeVisible();
    await screen.getByRole("button", { name: /^Run\b/ }).click();
    await vi.waitFor(() => expect(started).toHaveLength(1));
  });

  it("without a limit nothing is asked and nothing is shown", async () => {
    const { screen, fake, started } = await showWith({ dayUsd: null, providerUsd: {} });
    await screen.getByRole("button", { name: /^Run\b/ }).click();
    await vi.waitFor(() => expect(started).toHaveLength(1));
    expect(fake.inputsOf("history.groups")).toEqual([]);
    expect(screen.getByRole("button", { name: /^today/ }).query()).toBeNull();
  });
});
