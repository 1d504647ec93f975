import { appError } from "@shared/domain/error/app-failure.ts";
import type { ErrorAction } from "@shared/domain/error/error.ts";
import type { Outcome } from "@shared/domain/run/stream-event.ts";
import { describe, expect, it, vi } from "vitest";
import { useApp } from "../../../renderer/stores/app.ts";
import { useView } from "../../../renderer/stores/view.ts";
import { draftWith, eventsOf, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

const error = (code: Parameters<typeof appError>[0], more = {}) => appError(code, more);

async function runTo(text: string, outcome: Outcome) {
  const shown = await showPlayground({ draft: draftWith([variant("a")]), events: () => eventsOf(text, outcome) });
  await shown.screen.getByRole("button", { name: /^Run\b/ }).click();
  return { ...shown, output: shown.screen.getByRole("region", { name: "Output" }) };
}

describe("how a run ended", () => {
  // One text for two ends would hide that an answer is not whole.
  it.each<[name: string, text: string, outcome: Outcome, words: string]>([
    [
      "the token limit",
      "Half",
      { kind: "completed", finishReason: "length" },
      "Cut off at the token limit after 7 tokens",
    ],
    [
      "a content filter",
      "Half",
      { kind: "completed", finishReason: "content_filter" },
      "Cut off by the provider’s content filter.",
    ],
    [
      "a pause of the provider's",
      "Half",
      { kind: "completed", finishReason: "pause_turn" },
      "Paused by the provider in the middle of its own tools",
    ],
    [
      "no closing mark",
      "All",
      { kind: "completed_unterminated", finishReason: "stop" },
      "the stream did not close as its protocol says",
    ],
    ["Stop, in time", "", { kind: "cancelled", error: error("cancelled") }, "Stopped before the first token."],
    ["Stop, midway", "Half", { kind: "cancelled", error: error("cancelled") }, "Stopped after 7 tokens."],
    [
      "a cut stream",
      "Half",
      { kind: "truncated", error: error("truncated") },
      "Cut off after 7 tokens; what had arrived is above.",
    ],
    [
      "a lost connection",
      "Half",
      { kind: "connection_lost", error: error("connection_lost") },
      "Cut off after 7 tokens",
    ],
    ["silence", "Half", { kind: "timeout", error: error("idle_timeout") }, "Cut off after 7 tokens"],
    ["too much of it", "Half", { kind: "limit_exceeded", error: error("limit_exceeded") }, "Cut off after 7 tokens"],
    ["an error midway", "Half", { kind: "provider_error", error: error("provider_error") }, "Cut off after 7 tokens"],
    ["broken words", "Half", { kind: "protocol_error", error: error("protocol_error") }, "Cut off after 7 tokens"],
  ])("%s is said", async (_name, text, outcome, words) => {
    const { output } = await runTo(text, outcome);
    await expect.element(output).toMatchTextContent(words);
    if (text !== "") await expect.element(output).toMatchTextContent(text);
  });

  it("a good end is said with nothing; a run that was not sent has its error alone", async () => {
    const { output } = await runTo("All of it", { kind: "completed", finishReason: "stop" });
    await expect.element(output).toMatchTextContent("All of it");
    await expect.element(output.getByRole("status")).not.toBeInTheDocument();
    await expect.element(output.getByRole("alert")).not.toBeInTheDocument();
  });

  it("an error has its words, the other side's words and the id of the request", async () => {
    const { output } = await runTo("", {
      kind: "provider_error",
      error: error("provider_rejected", { detail: "No such model, says <b>it</b>", requestId: "req_7", status: 404 }),
    });
    await expect.element(output).toMatchTextContent("No such model, says <b>it</b>");
    await expect.element(output).toMatchTextContent("req_7");
  });
});

describe("for those who do not see the columns", () => {
  // Nothing was said when an answer was done.
  it("one region that is always there tells which run has ended, and how", async () => {
    const { screen } = await showPlayground({
      draft: draftWith([variant("a"), variant("b")]),
      events: (_, started) =>
        started % 2 === 0
          ? eventsOf("Hello")
          : eventsOf("", { kind: "provider_error", error: error("provider_rejected", { detail: "No." }) }),
    });
    const region = screen.getByRole("status", { name: "Runs" });
    await expect.element(region).toBeInTheDocument();
    const element = region.element();
    await screen.getByRole("button", { name: "Run all" }).click();
    await expect.element(region).toMatchTextContent("Variant A done, 7 tokens, 9 ms.");
    await expect.element(region).toMatchTextContent(/Variant B failed: \S/);
    expect(region.element()).toBe(element);
  });

  it("figures take one line of the same height in every column, each with its name", async () => {
    const metrics = {
      totalMs: 12_340,
      ttftMs: 745,
      tokensPerSecond: 84,
      usage: { inputTokens: 12_345, outputTokens: 7 },
      attempts: 3,
    };
    const { screen } = await showPlayground({
      draft: draftWith([variant("a"), variant("b"), variant("c")]),
      events: (_, started) =>
        started === 0
          ? [{ type: "end", at: 9, outcome: { kind: "completed", finishReason: "stop" }, metrics }]
          : eventsOf("Hello"),
    });
    await screen.getByRole("button", { name: "Run all" }).click();
    const lines = screen.getByRole("region", { name: "Figures of the run" });
    await expect.poll(() => lines.elements().length).toBe(3);
    expect(new Set(lines.elements().map((line) => line.getBoundingClientRect().height))).toEqual(new Set([28]));
    await expect.element(lines.first()).toMatchTextContent(/total 12.3 s.*TTFT 745 ms/);
  });
});

describe("a run that waits for another attempt", () => {
  // "Slow down (429). Attempt 2 in 18 s" was all there was.
  it("shows the provider's words and request id, and can go on now or stop", async () => {
    const refusal = error("provider_rate_limited", {
      detail: "Too many tokens a minute.",
      requestId: "req_9",
      status: 429,
    });
    const { screen, started, fake } = await showPlayground({
      draft: draftWith([variant("a")]),
      async *events() {
        yield { type: "retry", at: 1, attempt: 2, delayMs: 60_000, error: refusal };
        await new Promise(() => {});
      },
    });
    await screen.getByRole("button", { name: /^Run\b/ }).click();
    const output = screen.getByRole("region", { name: "Output" });
    await expect.element(output).toMatchTextContent("Too many tokens a minute.");
    await expect.element(output).toMatchTextContent("req_9");
    await expect.element(output).toMatchTextContent(/Attempt 2 in \d+ s/);
    await expect.element(output.getByRole("button", { name: "Stop waiting" })).toBeVisible();
    await output.getByRole("button", { name: "Try now" }).click();
    await vi.waitFor(() => expect(started).toHaveLength(2));
    await vi.waitFor(() => expect(fake.inputsOf("run.cancel")).toContainEqual({ runId: "r0" }));
  });
});

describe("ways out of an error", () => {
  async function failWith(actions: ErrorAction[], more = {}) {
    return runTo("", { kind: "not_sent", error: error("credential_missing", { actions, ...more }) });
  }

  it.each<[action: ErrorAction, label: string, check: () => void]>([
    ["open_settings", "Open settings", () => expect(useApp.getState().view).toBe("settings")],
    ["connect_langfuse", "Connect Langfuse", () => expect(useApp.getState().settingsSection).toBe("langfuse")],
    ["add_provider", "Provider settings", () => expect(useApp.getState().settingsSection).toBe("providers")],
    ["choose_model", "Choose a model", () => expect(useView.getState().pickingModel).toBe("a")],
    ["choose_version", "Choose a version", () => expect(useView.getState().promptTab).toBe("versions")],
    ["show_request", "Show request", () => expect(useView.getState().variantTabs["a"]).toBe("request")],
  ])("%s", async (action, label, check) => {
    const { output } = await failWith([action]);
    await output.getByRole("button", { name: label }).click();
    check();
  });

  it("fill variables puts the cursor into the first field that is not set", async () => {
    const { screen, output } = await failWith(["fill_variables"]);
    await screen.getByRole("tab", { name: "Versions" }).click();
    await output.getByRole("button", { name: "Fill variables" }).click();
    await expect.element(screen.getByLabelText("tone")).toHaveFocus();
  });

  it("retry runs the same again, and says when the provider will be ready", async () => {
    const { output, started } = await failWith(["retry"], { retryAfterMs: 60_000 });
    const retry = output.getByRole("button", { name: /^Retry \(ready in/ });
    await retry.click();
    await vi.waitFor(() => expect(started).toHaveLength(2));
    expect(started[1]).toEqual(started[0]);
  });
});
