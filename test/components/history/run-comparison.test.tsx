import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import { type HistoryRun, noNotes } from "@shared/domain/run/history.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { expect, it } from "vitest";
import { RunComparison } from "../../../renderer/features/playground/inspector/RunComparison.tsx";
import { draftWith, promptRef, recordOf, variant } from "../samples.ts";
import { show, startStores } from "../show.tsx";

const calling = (city: string): Partial<RunRecord> => ({
  output: {
    ...emptyOutput(),
    toolCalls: [
      { id: "call_1", type: "function", function: { name: "get_weather", arguments: `{"city":"${city}","days":2}` } },
    ],
  },
  outcome: { kind: "completed", finishReason: "tool_calls" },
});
const failed = (message: string): Partial<RunRecord> => ({
  output: emptyOutput(),
  outcome: { kind: "provider_error", error: new AppFailure("provider_error", { message }).error },
});

function kept(sequence: number, more: Partial<RunRecord>): HistoryRun {
  const request = { prompt: promptRef } as RunRecord["request"];
  return { record: recordOf(`r${sequence}`, request, { sequence, ...more }), notes: noNotes };
}

/** The outputs of two kept runs against each other. */
async function showOutputs(before: Partial<RunRecord>, after: Partial<RunRecord>) {
  startStores({ "draft.get": draftWith([variant("a")]) });
  const screen = await show(<RunComparison before={kept(1, before)} after={kept(2, after)} onOpen={() => undefined} />);
  await screen.getByRole("tab", { name: "Outputs" }).click();
  return screen.getByRole("region", { name: "Difference of the answers" });
}

it("two answers that only call tools differ in the calls, by words and by JSON paths", async () => {
  const outputs = await showOutputs(calling("Oslo"), calling("Rome"));
  const marked = (tag: "del" | "ins") => outputs.element().querySelector(tag)?.textContent;
  await expect.poll(() => [marked("del"), marked("ins")]).toEqual(["Oslo", "Rome"]);
  await expect.element(outputs).toMatchTextContent("get_weather");
  await outputs.getByRole("radio", { name: "Lines" }).click();
  await expect.poll(() => marked("ins")).toContain('"city": "Rome",');
  await outputs.getByRole("radio", { name: "JSON paths" }).click();
  await expect.element(outputs).toMatchTextContent("$[0].arguments.city");
  await expect.element(outputs).not.toMatchTextContent("days");
});

it("two failed runs differ in why they failed", async () => {
  const outputs = await showOutputs(failed("Too many tokens."), failed("The model is overloaded."));
  await expect.element(outputs).toMatchTextContent("Too many tokens");
  await expect.element(outputs).toMatchTextContent("The model is overloaded");
});

// The name stood under the sign and over the edge, and the button wherever there was room.
it("in a narrow pane the words of a side wrap beside its sign, and its button stays at the right", async () => {
  startStores({ "draft.get": draftWith([variant("a")]) });
  const screen = await show(
    <div style={{ width: 240 }}>
      <RunComparison before={kept(1, {})} after={kept(2, {})} onOpen={() => undefined} />
    </div>,
  );
  const side = screen.getByRole("region", { name: "Older run", exact: true }).element();
  const box = (selector: string) => side.querySelector(selector)?.getBoundingClientRect() as DOMRect;
  const [time, model, button] = [box("time"), box("[class*=model]"), box("button")];
  expect(model.top).toBeGreaterThan(time.top);
  expect(model.left).toBeGreaterThanOrEqual(time.left);
  expect(button.top).toBeLessThan(model.top);
  expect(model.right).toBeLessThanOrEqual(button.left);
});
