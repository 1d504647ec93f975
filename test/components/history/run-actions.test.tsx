import { noNotes } from "@shared/domain/run/history.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import { expect, it, vi } from "vitest";
import { RunActions } from "../../../renderer/features/history/RunActions.tsx";
import { promptRef, recordOf } from "../samples.ts";
import { show, startStores } from "../show.tsx";

it.each([
  ["Replay at 1×", "recorded"],
  ["Replay fast", "fast"],
  ["Replay frame by frame", "step"],
] as const)("%s plays this run's recording at the speed it says", async (label, speed) => {
  const fake = startStores({});
  const record = recordOf("r1", { prompt: promptRef } as RunRequest);
  const screen = await show(<RunActions run={{ record, notes: noNotes }} onError={() => undefined} />);
  await screen.getByRole("button", { name: "Replay" }).click();
  await screen.getByRole("menuitem", { name: label }).click();
  await vi.waitFor(() => expect(fake.inputsOf("cassette.replay")).toEqual([{ source: { runId: "r1" }, speed }]));
});
