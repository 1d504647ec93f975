import type { ResolvedPrompt } from "@shared/domain/prompt/prompt.ts";
import { describe, expect, it, vi } from "vitest";
import { RunTextNote } from "../../../renderer/features/history/RunTextNote.tsx";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import { recordOf, resolvedPrompt, settingsWith } from "../samples.ts";
import { show, startStores } from "../show.tsx";

const now: ResolvedPrompt = { ...resolvedPrompt(), contentHash: "new" };

const versions = [
  { version: "4", labels: [], contentHash: "saved" },
  { version: "3", labels: [], contentHash: "new" },
];

/** The note of a run that was made with `resolved`, while its version has the hash `new`. */
async function noteOf(resolved: ResolvedPrompt) {
  const fake = startStores({ "settings.get": settingsWith(), "prompts.get": now, "prompts.versions": versions });
  await useSettings.getState().load();
  const record = recordOf("r", { prompt: resolved.ref } as Parameters<typeof recordOf>[1], { resolved });
  const screen = await show(<RunTextNote record={record} />);
  return { screen, asked: () => fake.inputsOf("prompts.get") };
}

describe("the text a run was made with", () => {
  it("is another now: the version was deleted and made anew under its number (L4)", async () => {
    const { screen } = await noteOf({ ...now, contentHash: "old" });
    await expect.element(screen.getByText("its text is another now")).toBeVisible();
  });

  it("is the same: nothing is said", async () => {
    const { screen, asked } = await noteOf(now);
    await vi.waitFor(() => expect(asked()).toHaveLength(1));
    expect(screen.getByText("its text is another now").query()).toBeNull();
  });

  it("of another project is not looked for in the one that is connected (L3)", async () => {
    const { screen, asked } = await noteOf({ ...now, ref: { ...now.ref, connection: "3c4d" }, contentHash: "old" });
    expect(asked()).toEqual([]);
    expect(screen.getByText("its text is another now").query()).toBeNull();
  });

  it("was changed and not saved: that is said", async () => {
    const { screen, asked } = await noteOf({ ...now, edited: true, contentHash: "old" });
    await expect.element(screen.getByText("edited, not saved")).toBeVisible();
    expect(asked()).toEqual([]);
  });

  it("was changed and is that of a version by now: the version is named", async () => {
    const { screen } = await noteOf({ ...now, edited: true, contentHash: "saved" });
    await expect.element(screen.getByText("edit, saved as v4")).toBeVisible();
  });
});
