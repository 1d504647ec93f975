import { appError } from "@shared/domain/error/app-failure.ts";
import type { DeleteCheck, DeleteVersionOutcome, MoveLabelOutcome } from "@shared/domain/prompt/save-outcome.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { describe, expect, it, vi } from "vitest";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { usePrompt } from "../../../renderer/stores/prompts/prompt.ts";
import type { FakeAnswers } from "../../fakes/routes/client.ts";
import { draftWith, promptRef, resolvedPrompt, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

/** `production` is on v2 of three. */
const versions = ["3", "2", "1"].map((version) => ({
  version,
  labels: version === "2" ? ["production"] : version === "3" ? ["latest"] : [],
}));
const moved: MoveLabelOutcome = {
  kind: "moved",
  move: { label: "production", from: "2", to: "3" },
  undo: { label: "production", version: "2" },
};
const exchange = (id: string): Exchange => ({
  id,
  kind: "langfuse",
  attempt: 1,
  startedAt: 1,
  request: {
    method: "PATCH",
    url: "https://langfuse.test/api/public/v2/prompts/support%2Freply/versions/3",
    headers: [],
    body: '{"newLabels":["production"]}',
    bodyBytes: 28,
    bodySha256: "0",
  },
  frames: [],
  framesTruncated: false,
  timings: { reusedConnection: false, end: 2 },
});

async function showVersions(answers: FakeAnswers = {}) {
  let moves = 0;
  const { screen, fake } = await showPlayground({
    draft: draftWith([variant("a")]),
    answers: {
      "prompts.versions": versions,
      "prompts.get": ({ ref }) => resolvedPrompt({ version: ref.version ?? "3", prompt: `Text of ${ref.version}.` }),
      "prompts.list": { library: "langfuse", connection: "1a2b", prompts: [], fetchedAt: 0, freshness: "network" },
      "guard.get": { rule: null },
      "prompts.labelMoves": [],
      "prompts.moveLabel": () => ({ outcome: moved, exchanges: [exchange(`x${moves++}`)] }),
      ...answers,
    },
  });
  await screen.getByRole("tab", { name: "Versions" }).click();
  const ask = async (version: string, entry: RegExp) => {
    await screen.getByRole("button", { name: `More for ${version}` }).click();
    await screen.getByRole("menuitem", { name: entry }).click();
    return screen.getByRole("dialog");
  };
  return { screen, fake, ask };
}

describe("moving a label", () => {
  it("shows what changes for its callers first, moves it from where it was seen, and back", async () => {
    const { fake, ask } = await showVersions();
    const dialog = await ask("v3", /Move a label here/);
    await dialog.getByLabelText("Label").selectOptions("production (on v2)");
    await expect.element(dialog.getByText("Text of 2.")).toBeVisible();
    await expect.element(dialog.getByText("Text of 3.")).toBeVisible();
    expect(fake.inputsOf("prompts.moveLabel")).toEqual([]);
    await dialog.getByRole("button", { name: "Move production from v2 to v3" }).click();
    await expect.element(dialog.getByText(/production is on v3 now; it was on v2/)).toBeVisible();
    await dialog.getByRole("button", { name: "Undo: move it back to v2" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("prompts.moveLabel")).toHaveLength(2));
    expect(fake.inputsOf("prompts.moveLabel")).toMatchObject([
      { prompt: promptRef, label: "production", version: "3", from: "2" },
      { label: "production", version: "2", from: "3" },
    ]);
  });

  // Asked again at once, the dialog named the version it was on before: of many versions the list is long in coming.
  it("names where the label is now before the list was read again", async () => {
    const late = Promise.withResolvers<typeof versions>();
    const { fake, ask } = await showVersions();
    const dialog = await ask("v3", /Move a label here/);
    await dialog.getByLabelText("Label").selectOptions("production (on v2)");
    fake.answer({ "prompts.versions": () => late.promise });
    await dialog.getByRole("button", { name: "Move production from v2 to v3" }).click();
    await dialog.getByRole("button", { name: "Done" }).click();
    await ask("v1", /Move a label here/);
    await expect.element(dialog.getByRole("option", { name: "production (on v3)" })).toBeInTheDocument();
    late.resolve(versions);
  });

  it("tells why a label stayed where it is, and when nobody knows", async () => {
    const error = appError("internal", { message: "This key reads only." });
    const outcomes: MoveLabelOutcome[] = [
      { kind: "refused", error },
      { kind: "unknown", error },
    ];
    const { ask } = await showVersions({
      "prompts.moveLabel": () => ({ outcome: outcomes.shift() ?? moved, exchanges: [] }),
    });
    const dialog = await ask("v3", /Move a label here/);
    await dialog.getByLabelText("Label").selectOptions("production (on v2)");
    const move = dialog.getByRole("button", { name: "Move production from v2 to v3" });
    await move.click();
    await expect.element(dialog.getByText("This key reads only.")).toBeVisible();
    await move.click();
    await expect.element(dialog.getByText(/not known whether the label moved/)).toBeVisible();
  });

  it("says before that a label nobody had cannot be taken off again, and offers no undo after", async () => {
    const { ask } = await showVersions({
      "prompts.moveLabel": {
        outcome: { kind: "moved", move: { label: "canary", from: null, to: "3" }, undo: null },
        exchanges: [],
      },
    });
    const dialog = await ask("v3", /Move a label here/);
    await dialog.getByLabelText("Label").selectOptions("Another label…");
    await dialog.getByLabelText("Name of the label").fill("canary");
    await expect.element(dialog.getByText(/cannot take it off again/)).toBeVisible();
    await dialog.getByRole("button", { name: "Give canary to v3" }).click();
    await expect.element(dialog.getByText(/cannot be undone/)).toBeVisible();
    await expect.element(dialog.getByRole("button", { name: /^Undo/ })).not.toBeInTheDocument();
  });

  it.each([
    ["typed-name", "Type the prompt's name", promptRef.name, { typedName: promptRef.name }],
    ["message", "Message, which this project asks for", "Rollback", { message: "Rollback" }],
  ] as const)("waits for what the project's guard asks: %s", async (rule, label, typed, sent) => {
    const { fake, ask } = await showVersions({ "guard.get": { rule } });
    const dialog = await ask("v3", /Move a label here/);
    await dialog.getByLabelText("Label").selectOptions("production (on v2)");
    const move = dialog.getByRole("button", { name: /^Move production/ });
    await expect.element(move).toBeDisabled();
    await dialog.getByLabelText(label).fill(typed);
    await move.click();
    await vi.waitFor(() => expect(fake.inputsOf("prompts.moveLabel")[0]).toMatchObject(sent));
  });

  it("shows what was sent in the inspector, under this prompt alone", async () => {
    const { screen, ask } = await showVersions();
    const dialog = await ask("v3", /Move a label here/);
    await dialog.getByLabelText("Label").selectOptions("production (on v2)");
    await dialog.getByRole("button", { name: /^Move production/ }).click();
    await dialog.getByRole("button", { name: "Show the 1 request" }).click();
    const inspector = screen.getByRole("region", { name: "Inspector" });
    await expect.element(inspector).toMatchTextContent("PATCH");
    await expect.element(inspector).toMatchTextContent("newLabels");
  });
});

describe("deleting a version", () => {
  const check: DeleteCheck = {
    version: resolvedPrompt({ version: "2" }).prompt,
    contentHash: "a".repeat(64),
    lostLabels: ["production"],
    newestAfter: "3",
    numberUsedAgain: false,
    dependents: [{ name: "parent", version: "7", refersTo: "v2" }],
    looked: { prompts: 4, complete: true },
    guard: "typed-name",
    exchanges: [],
  };
  const refused: DeleteVersionOutcome = {
    kind: "refused",
    error: appError("internal", { message: "Other prompts depend on it." }),
    dependents: check.dependents,
  };

  it("tells what it breaks, asks the guard since production goes with it, and tells a refusal with who refers to it", async () => {
    const { fake, ask } = await showVersions({
      "prompts.checkDelete": check,
      "prompts.deleteVersion": { outcome: refused, exchanges: [] },
    });
    const dialog = await ask("v2", /Delete v2/);
    const breaks = dialog.getByRole("list", { name: "What it would break" });
    await expect.element(breaks).toMatchTextContent("Whoever asks for production gets nothing any more.");
    await expect.element(breaks).toMatchTextContent("parent v7 (to v2)");
    const remove = dialog.getByRole("button", { name: "Delete v2 for good" });
    await expect.element(remove).toBeDisabled();
    await dialog.getByLabelText("Type the prompt's name").fill(promptRef.name);
    await remove.click();
    await expect.element(dialog.getByText("Other prompts depend on it.")).toBeVisible();
    await expect.element(dialog.getByText(/Refer to it: parent v7/)).toBeVisible();
    expect(fake.inputsOf("prompts.deleteVersion")).toMatchObject([
      { version: "2", contentHash: check.contentHash, typedName: promptRef.name },
    ]);
  });

  it.each([
    ["the newest that is left", "1"],
    ["none: the prompt has gone", null],
  ])("opens %s, in the draft, too (runs waited for the deleted version for ever)", async (_what, newest) => {
    const { ask } = await showVersions({
      "prompts.checkDelete": { ...check, guard: null, lostLabels: [], dependents: [], newestAfter: newest },
      "prompts.deleteVersion": { outcome: { kind: "deleted", version: "3", newest }, exchanges: [] },
    });
    const dialog = await ask("v3", /Delete v3/);
    await dialog.getByRole("button", { name: "Delete v3 for good" }).click();
    const opened = newest === null ? null : { ...promptRef, version: newest };
    await vi.waitFor(() => expect(useDraft.getState().draft.openPrompt).toEqual(opened));
    expect(usePrompt.getState().ref).toEqual(opened);
  });
});
