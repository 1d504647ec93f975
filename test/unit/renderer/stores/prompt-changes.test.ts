import type { BranchChange, PromptChange } from "@shared/contract/local-routes.ts";
import type { PromptList, PromptRef, PromptVersionSummary, ResolvedPrompt } from "@shared/domain/prompt/prompt.ts";
import { beforeEach, expect, it, vi } from "vitest";
import { initStores } from "../../../../renderer/stores/client.ts";
import { useDraft } from "../../../../renderer/stores/draft/draft.ts";
import { placeKey } from "../../../../renderer/stores/draft/open-prompt.ts";
import { useEdits } from "../../../../renderer/stores/prompts/edits.ts";
import { listedIn, openList, useLibrary } from "../../../../renderer/stores/prompts/library.ts";
import { usePrompt } from "../../../../renderer/stores/prompts/prompt.ts";
import { followPromptChanges } from "../../../../renderer/stores/prompts/prompt-changes.ts";
import { waitForPrompt } from "../../../../renderer/stores/prompts/wait-for-prompt.ts";
import { createFakeClient } from "../../../fakes/routes/client.ts";

const place = { library: "local", connection: "folder-1" } as const;
const ref: PromptRef = { ...place, name: "explain" };

/** What lies in the folder, newest last: each text is a version. */
let texts: string[];

const stored = (asked: PromptRef): ResolvedPrompt => {
  const prompt = texts.find((text) => text === asked.version) ?? texts.at(-1) ?? "";
  const version = { library: "local", name: "explain", version: prompt, type: "text", prompt } as const;
  return {
    ref: asked,
    prompt: { ...version, config: {}, labels: [], tags: [] },
    fetchedAt: 0,
    freshness: "network",
  };
};
const rows = (): PromptVersionSummary[] => texts.map((version) => ({ version, labels: [] })).reverse();
const shownText = () => usePrompt.getState().stored?.prompt.prompt;

beforeEach(() => {
  usePrompt.setState(usePrompt.getInitialState(), true);
  useEdits.setState(useEdits.getInitialState(), true);
  useDraft.setState(useDraft.getInitialState(), true);
  const list: PromptList = { library: "local", prompts: [], fetchedAt: 0, freshness: "network" };
  useLibrary.setState({ place, lists: { [placeKey(place)]: { place, list, loading: false, error: null } } });
  texts = ["first"];
});

/** @returns what to call with the next change of the folder. */
function follow(stop: AbortSignal) {
  const changes: (PromptChange | BranchChange)[] = [];
  let wake = () => {};
  const fake = createFakeClient(
    {
      "prompts.get": ({ ref: asked }) => stored(asked),
      "prompts.versions": rows,
      "edits.get": { edit: null, discarded: null },
    },
    {
      "prompts.changes": async function* () {
        while (!stop.aborted) {
          const next = changes.shift();
          if (next) yield next;
          else await new Promise<void>((resolve) => (wake = resolve));
        }
      },
    },
  );
  initStores(fake.client);
  void followPromptChanges(stop);
  const explain = { name: "explain", summary: { name: "explain", versions: [], labels: [], tags: [] } };
  const tell = (change: Pick<BranchChange, "branch"> | typeof explain = explain) => {
    changes.push({ ...place, ...change });
    wake();
  };
  stop.addEventListener("abort", () => wake());
  return tell;
}

it("a refresh that another opening overtook is made up for (the old list of versions for good)", async () => {
  const stop = new AbortController();
  follow(stop.signal);
  await usePrompt.getState().open(ref);
  expect(shownText()).toBe("first");
  texts.push("saved");
  const refreshed = usePrompt.getState().open({ ...ref, version: "saved" }, { refresh: true });
  await usePrompt.getState().open({ ...ref, version: "saved" });
  await refreshed;
  expect(usePrompt.getState().versions?.map(({ version }) => version)).toEqual(["saved", "first"]);
  stop.abort();
});

it("a change that comes before the list was read again is shown, and a run waits for nothing else (it never began)", async () => {
  const stop = new AbortController();
  const tell = follow(stop.signal);
  useDraft.getState().openPrompt(ref);
  await usePrompt.getState().open(ref);
  texts.push("saved");
  usePrompt.getState().made({ version: "saved", labels: [] });
  useDraft.getState().openPrompt({ ...ref, version: "saved" });
  void usePrompt.getState().open({ ...ref, version: "saved" }, { refresh: true });
  texts.push("by others");
  tell();
  await vi.waitFor(() => expect(shownText()).toBe("by others"));
  await waitForPrompt();
  expect(useDraft.getState().draft.openPrompt).toEqual(ref);
  stop.abort();
});

it("a version that was chosen stays what it was", async () => {
  const stop = new AbortController();
  texts = ["first", "second"];
  const tell = follow(stop.signal);
  await usePrompt.getState().open({ ...ref, version: "first" });
  texts.push("by others");
  tell();
  await vi.waitFor(() => expect(openList(useLibrary.getState())?.prompts).toHaveLength(1));
  await vi.waitFor(() => expect(usePrompt.getState().loading).toBe(false));
  expect(shownText()).toBe("first");
  stop.abort();
});

it("a commit of what lies there is another version of it, told by the branch alone (the old list of versions for good)", async () => {
  const stop = new AbortController();
  const tell = follow(stop.signal);
  await usePrompt.getState().open(ref);
  const branch = () => listedIn(useLibrary.getState(), place)?.list?.branch;
  tell({ branch: "main" });
  await vi.waitFor(() => expect(branch()).toBe("main"));
  texts.push("committed");
  tell({ branch: "main" });
  await vi.waitFor(() => expect(usePrompt.getState().versions?.[0]?.version).toBe("committed"));
  tell({ branch: "softer-words" });
  await vi.waitFor(() => expect(branch()).toBe("softer-words"));
  stop.abort();
});
