import { threeWayPlaces } from "@shared/domain/diff/three-way.ts";
import { appError } from "@shared/domain/error/app-failure.ts";
import type { PromptContent, PromptVersion } from "@shared/domain/prompt/prompt.ts";
import type { SaveRequest } from "@shared/domain/prompt/save.ts";
import type { SaveOutcome } from "@shared/domain/prompt/save-outcome.ts";
import { describe, expect, it, vi } from "vitest";
import { useEdits } from "../../../renderer/stores/prompts/edits.ts";
import { resolvedPrompt } from "../samples.ts";
import { showDialog } from "./show-save-dialog.tsx";

/** Both changed the first line and the temperature; they alone the second, the edit alone put in a last one. */
const base = resolvedPrompt({
  prompt: "Be kind.\nRules:\nAt most 120 words.\nEnd.",
  config: { temperature: 0.2 },
}).prompt;
const theirs: PromptVersion = {
  ...base,
  version: "4",
  prompt: "Be kind and plain.\nRules:\nAt most 80 words.\nEnd.",
  config: { temperature: 0 },
};
const mine: PromptContent = {
  type: "text",
  prompt: "Be brief.\nRules:\nAt most 120 words.\nEnd.\nAsk for {{order_id}}.",
  config: { temperature: 0.3 },
};
const theirsHash = "7".repeat(64);
const places = threeWayPlaces(base, theirs, mine);
const conflict: SaveOutcome = {
  kind: "conflict",
  base,
  baseIsKept: false,
  theirs,
  theirsHash,
  mine,
  begun: base,
  places,
  merged: null,
  newer: ["4"],
  next: "5",
};

/** The first save meets a conflict; what follows it comes to `then`. */
async function showConflict(
  then: (request: SaveRequest) => SaveOutcome,
  met: SaveOutcome = conflict,
  newestThen = base.version,
) {
  let saves = 0;
  const shown = await showDialog({}, (request) => (saves++ === 0 ? met : then(request)), { newestThen });
  await shown.save.click();
  const region = shown.screen.getByRole("region", { name: "Conflict" });
  await expect.element(region).toBeVisible();
  const choose = async (place: string, side: string) =>
    region
      .getByRole("group", { name: `Goes in at ${place}` })
      .getByRole("radio", { name: side })
      .click();
  return { ...shown, region, choose, merge: shown.screen.getByRole("button", { name: /^Save the merge/ }) };
}

function savedAs({ edit }: SaveRequest): SaveOutcome {
  const { type, prompt, config } = edit;
  const version: PromptVersion = { ...base, version: "5", type, prompt, config };
  return { kind: "saved", version, contentHash: "8".repeat(64), moved: [], meanwhile: [], found: false, asSent: true };
}

describe("a conflict", () => {
  it("waits for each place that both changed, and takes what one alone changed (a colleague's line lost in a merge)", async () => {
    const { region, choose, merge, fake } = await showConflict(savedAs);
    await expect.element(region).toMatchTextContent("Of 4 changed places 2 fit together; 2 need your choice");
    await expect.element(merge).toBeDisabled();
    await choose("text, line 1", "v4");
    await expect.element(merge).toBeDisabled();
    await choose("temperature, config", "Mine: 0.3");
    await expect.element(region.getByRole("region", { name: "Result" })).toMatchTextContent("Ask for {{order_id}}.");
    await merge.click();
    await vi.waitFor(() => expect(fake.inputsOf("prompts.save")).toHaveLength(2));
    const { edit, baseHash } = fake.inputsOf("prompts.save")[1] ?? {};
    expect(edit?.prompt).toBe("Be kind and plain.\nRules:\nAt most 80 words.\nEnd.\nAsk for {{order_id}}.");
    expect(edit?.config).toEqual({ temperature: 0.3 });
    // On top of what was seen, so that a third writer is met as the second was.
    expect(edit?.base.version).toBe("4");
    expect(baseHash).toBe(theirsHash);
  });

  // “Somebody saved v4 while you were editing” of an old version that was edited beside v4, where nobody had.
  it("says that somebody saved only of a version that came after the edit began", async () => {
    const since = await showConflict(savedAs);
    await expect.element(since.screen.getByRole("dialog")).toHaveAccessibleName(/^Somebody saved v4 while you were/);
    await expect.element(since.region).toMatchTextContent("Somebody saved v4");
    await expect.element(since.region.getByRole("columnheader", { name: "v4 saved meanwhile" })).toBeVisible();
  });

  it("says of one that was there before that it is newer than the one that is edited, and asks all the same", async () => {
    const { screen, region, merge } = await showConflict(savedAs, conflict, "4");
    await expect.element(screen.getByRole("dialog")).toHaveAccessibleName("v4 is newer than v3, which you edit");
    await expect.element(region).toMatchTextContent("v4 was saved");
    await expect.element(region).not.toMatchTextContent("Somebody");
    await expect.element(region.getByRole("columnheader", { name: "v4 the newest" })).toBeVisible();
    await expect.element(merge).toBeDisabled();
  });

  it("keeps the edit alone as a discarded one when the merge was saved (the own words lost)", async () => {
    const { choose, merge, fake } = await showConflict(savedAs);
    await choose("text, line 1", "v4");
    await choose("temperature, config", "v4: 0");
    await merge.click();
    await vi.waitFor(() => expect(fake.inputsOf("edits.discard")).toHaveLength(1));
    expect(useEdits.getState().open?.changed).toBe(false);
    useEdits.getState().restore();
    expect(JSON.stringify(useEdits.getState().open?.editing.now)).toContain("Mine");
  });

  it("takes what a person writes for a place, and no JSON that is none", async () => {
    const { region, choose, merge, fake } = await showConflict(savedAs);
    await choose("text, line 1", "Write it…");
    await region.getByRole("textbox", { name: "Written for text, line 1" }).fill("Be kind, plain and brief.");
    await choose("temperature, config", "Write it…");
    const value = region.getByRole("textbox", { name: "Written for temperature, config" });
    await value.fill("0.");
    await expect.element(region.getByText("this is no JSON yet")).toBeVisible();
    await expect.element(merge).toBeDisabled();
    await value.fill("0.1");
    await merge.click();
    await vi.waitFor(() => expect(fake.inputsOf("prompts.save")).toHaveLength(2));
    const { edit } = fake.inputsOf("prompts.save")[1] ?? {};
    expect(edit?.prompt).toMatch(/^Be kind, plain and brief\.\n/);
    expect(edit?.config).toEqual({ temperature: 0.1 });
  });

  it("lets a settled place be chosen otherwise", async () => {
    const { region, choose, merge, fake } = await showConflict(savedAs);
    await choose("text, line 1", "v4");
    await choose("temperature, config", "v4: 0");
    await region.getByRole("button", { name: "Choose otherwise for text, line 3" }).click();
    await choose("text, line 3", "Mine");
    await merge.click();
    await vi.waitFor(() => expect(fake.inputsOf("prompts.save")).toHaveLength(2));
    expect(fake.inputsOf("prompts.save")[1]?.edit.prompt).toContain("At most 120 words.");
  });

  it("stands with its choices when the merge is refused, and says why (choices to be made again)", async () => {
    const refusal = appError("internal", { message: "Langfuse is away." });
    const { choose, merge, region } = await showConflict(() => ({ kind: "refused", error: refusal }));
    await choose("text, line 1", "v4");
    await choose("temperature, config", "v4: 0");
    await merge.click();
    await expect.element(region.getByText("Langfuse is away.")).toBeVisible();
    await expect.element(merge).toBeEnabled();
    expect(useEdits.getState().open?.changed).toBe(true);
  });

  it("saves the edit alone after theirs only when that is asked for", async () => {
    const { screen, fake } = await showConflict(savedAs);
    await screen.getByRole("button", { name: "Save mine alone as v5" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("prompts.save")).toHaveLength(2));
    expect(fake.inputsOf("prompts.save")[1]?.edit).toMatchObject({ prompt: mine.prompt, base: { version: "4" } });
  });

  it("asks for every place where nothing is known of the base, at once if one likes (forty places, forty clicks)", async () => {
    const gone = { ...conflict, base: null, begun: theirs, places: threeWayPlaces(null, theirs, mine) };
    const { region, choose, merge, fake } = await showConflict(savedAs, gone);
    await expect.element(region).toMatchTextContent("not there any more");
    await expect.element(merge).toBeDisabled();
    await choose("temperature, config", "Mine: 0.3");
    await region.getByRole("button", { name: "v4", exact: true }).click();
    await merge.click();
    await vi.waitFor(() => expect(fake.inputsOf("prompts.save")).toHaveLength(2));
    // What had been chosen stays.
    expect(fake.inputsOf("prompts.save")[1]?.edit).toMatchObject({
      prompt: theirs.prompt,
      config: { temperature: 0.3 },
    });
  });

  it("asks only for what both changed where the edit knows what the base said that is gone", async () => {
    const { region } = await showConflict(savedAs, { ...conflict, base: null, baseIsKept: true });
    await expect.element(region).toMatchTextContent("You began at v3, which is gone since");
    await expect.element(region).toMatchTextContent("Of 4 changed places 2 fit together; 2 need your choice");
  });
});
