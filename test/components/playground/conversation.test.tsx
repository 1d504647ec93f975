import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { draftWith, eventsOf, promptRef, recordOf, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

const call = {
  id: "call_1",
  type: "function" as const,
  function: { name: "get_weather", arguments: '{"city":"Ankara"}' },
};

/** An answer that calls a tool and says nothing. */
function callingEvents(): StreamEvent[] {
  const [usage, end] = eventsOf("", { kind: "completed", finishReason: "tool_calls" });
  const said: StreamEvent = {
    type: "tool_call",
    at: 5,
    index: 0,
    id: call.id,
    name: call.function.name,
    arguments: call.function.arguments,
  };
  return [said, usage as StreamEvent, end as StreamEvent];
}

/** The messages of a request that follow the prompt's. */
const turnsOf = (request: { continuation?: unknown } | undefined) => request?.continuation ?? [];

// Providers refuse it with 400.
it("no message can follow an answer whose tool calls have no results; with them the model goes on", async () => {
  const { screen, started } = await showPlayground({
    draft: draftWith([variant("a")]),
    events: (_request, order) => (order === 0 ? callingEvents() : eventsOf("Seven degrees.")),
  });
  const column = screen.getByRole("region", { name: "Variant A" });
  const addMessage = async () => {
    await column.getByRole("button", { name: "More", exact: true }).click();
    return screen.getByRole("menuitem", { name: /Add a message/ });
  };
  await (await addMessage()).click();
  const next = screen.getByRole("textbox", { name: "Next message" });
  await next.fill("Written before the answer came");
  await screen.getByRole("button", { name: /^Run\b/ }).click();
  const card = column.getByRole("region", { name: "Tool call get_weather" });
  await expect.element(card).toMatchTextContent("Ankara");
  const composer = column.getByRole("region", { name: "Next turn" });
  await expect.element(composer.getByRole("status")).toMatchTextContent(/calls tools: send their results first/);
  await expect.element(composer.getByRole("button", { name: "Send this message" })).toBeDisabled();
  await next.click();
  await userEvent.keyboard("{Enter}");
  await composer.getByRole("button", { name: "Discard this message" }).click();
  await expect.element(await addMessage()).toHaveAttribute("aria-disabled", "true");
  await userEvent.keyboard("{Escape}");
  expect(started).toHaveLength(1);
  await card.getByRole("textbox", { name: "Result" }).fill("7");
  await column.getByRole("button", { name: "Continue with this result" }).click();
  await expect.element(column.getByRole("region", { name: "Output" })).toMatchTextContent("Seven degrees.");
  expect(turnsOf(started[1])).toMatchObject([
    { role: "assistant", tool_calls: [{ id: "call_1" }] },
    { role: "tool", tool_call_id: "call_1", content: "7" },
  ]);
  await (await addMessage()).click();
  await expect.element(next).toBeVisible();
});

// A variant keeps its last run over prompts.
it("another prompt's answer is no part of a conversation", async () => {
  const { screen, started } = await showPlayground({ draft: draftWith([variant("a", { modelOverride: "gpt-4o" })]) });
  const column = screen.getByRole("region", { name: "Variant A" });
  const output = column.getByRole("region", { name: "Output" });
  await screen.getByRole("button", { name: /^Run\b/ }).click();
  await expect.element(output).toMatchTextContent("Hello there.");
  useDraft.getState().openPrompt({ ...promptRef, name: "support/other" });
  await expect.element(output).toMatchTextContent("Not run yet.");
  useDraft.getState().setModel("a", "gpt-4o");
  await column.getByRole("button", { name: "More", exact: true }).click();
  await screen.getByRole("menuitem", { name: /Add a message/ }).click();
  await screen.getByRole("textbox", { name: "Next message" }).fill("And in French?");
  await column.getByRole("button", { name: "Send this message" }).click();
  await vi.waitFor(() => expect(started).toHaveLength(2));
  expect(turnsOf(started[1])).toEqual([{ role: "user", content: "And in French?" }]);
});

it("a rating and a note go to the run they are of", async () => {
  const { screen, fake } = await showPlayground({
    draft: draftWith([variant("a")]),
    answers: {
      "history.update": null,
      "history.get": ({ runId }) => ({
        record: recordOf(runId, { prompt: promptRef } as Parameters<typeof recordOf>[1]),
        notes: { rating: null, note: null, pinned: false, bestBlindOf: null },
      }),
    },
  });
  await screen.getByRole("button", { name: /^Run\b/ }).click();
  await screen.getByRole("radio", { name: "4 stars" }).click();
  await vi.waitFor(() => expect(fake.inputsOf("history.update")).toEqual([{ runId: "r0", change: { rating: 4 } }]));
  await screen.getByRole("button", { name: "Add a note" }).click();
  await screen.getByRole("textbox", { name: "Note on this run" }).fill("friendly");
  await userEvent.keyboard("{Tab}");
  await vi.waitFor(() =>
    expect(fake.inputsOf("history.update").at(-1)).toEqual({ runId: "r0", change: { note: "friendly" } }),
  );
});
