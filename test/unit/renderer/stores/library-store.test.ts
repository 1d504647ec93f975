import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { PromptLibraryId, PromptList } from "@shared/domain/prompt/prompt.ts";
import { beforeEach, describe, expect, it } from "vitest";
import type { ApiClient } from "../../../../renderer/client/client.ts";
import { initStores } from "../../../../renderer/stores/client.ts";
import {
  libraryRows,
  libraryTerms,
  listedIn,
  openList,
  refToOpen,
  useLibrary,
} from "../../../../renderer/stores/prompts/library.ts";

const listOf = (library: PromptLibraryId, ...names: string[]): PromptList => ({
  library,
  prompts: names.map((name) => ({ name, versions: ["1"], labels: ["latest"], tags: [] })),
  fetchedAt: 0,
  freshness: "network",
});

const shown = () => openList(useLibrary.getState());

/** A client whose `prompts.list` is answered by hand, call by call. */
function manualClient() {
  const calls: { input: unknown; resolve(list: PromptList): void; reject(error: unknown): void }[] = [];
  const call = (_name: string, input: unknown) =>
    new Promise<PromptList>((resolve, reject) => calls.push({ input, resolve, reject }));
  const client = { call, stream: () => ({}) };
  return { client: client as unknown as ApiClient, calls };
}

describe("library store", () => {
  beforeEach(() => useLibrary.setState(useLibrary.getInitialState(), true));

  it("keeps the late answer of a library that was left under its own name", async () => {
    const { client, calls } = manualClient();
    initStores(client);
    const demo = useLibrary.getState().open({ library: "demo" });
    const project = useLibrary.getState().open({ library: "langfuse" });
    calls[1]?.resolve(listOf("langfuse", "from-project"));
    await project;
    calls[0]?.resolve(listOf("demo", "sample"));
    await demo;
    expect(shown()?.library).toBe("langfuse");
    expect(listedIn(useLibrary.getState(), { library: "langfuse" })?.loading).toBe(false);
    expect(listedIn(useLibrary.getState(), { library: "demo" })?.list?.prompts[0]?.name).toBe("sample");
  });

  it("ignores an answer that a newer question for the same list has overtaken", async () => {
    const { client, calls } = manualClient();
    initStores(client);
    const first = useLibrary.getState().open({ library: "demo" });
    const second = useLibrary.getState().load({ library: "demo" }, true);
    calls[1]?.resolve(listOf("demo", "new"));
    await second;
    calls[0]?.resolve(listOf("demo", "old"));
    await first;
    expect(shown()?.prompts[0]?.name).toBe("new");
  });

  it("keeps folders, filter and list while the same library is refreshed", async () => {
    const { client, calls } = manualClient();
    initStores(client);
    const first = useLibrary.getState().open({ library: "demo" });
    calls[0]?.resolve(listOf("demo", "a/x"));
    await first;
    useLibrary.getState().toggleFolder({ library: "demo" }, "a");
    useLibrary.getState().setFilter("x");
    const second = useLibrary.getState().load({ library: "demo" }, true);
    expect(shown()?.prompts).toHaveLength(1);
    calls[1]?.resolve(listOf("demo", "a/x", "a/y"));
    await second;
    expect(useLibrary.getState().filter).toBe("x");
    expect(useLibrary.getState().expanded["demo"]?.has("a")).toBe(false);
  });

  it("shows nothing of one project while another one's list is on its way (L3)", async () => {
    const { client, calls } = manualClient();
    initStores(client);
    const first = useLibrary.getState().open({ library: "langfuse", connection: "1a2b" });
    calls[0]?.resolve(listOf("langfuse", "of-one"));
    await first;
    const second = useLibrary.getState().open({ library: "langfuse", connection: "3c4d" });
    expect(shown()).toBeNull();
    calls[1]?.reject(new AppFailure("langfuse_unreachable"));
    await second;
    expect(shown()).toBeNull();
  });

  it("shows the error of the engine instead of an empty list", async () => {
    const { client, calls } = manualClient();
    initStores(client);
    const load = useLibrary.getState().open({ library: "langfuse" });
    calls[0]?.reject(new AppFailure("langfuse_unreachable"));
    await load;
    const listed = listedIn(useLibrary.getState(), { library: "langfuse" });
    expect(listed).toMatchObject({ list: null, loading: false });
    expect(listed?.error?.code).toBe("langfuse_unreachable");
  });

  it("opens all folders of a match, also those that were closed", () => {
    const rows = libraryRows({ list: listOf("demo", "a/b/hit", "c/other"), filter: "hit", expanded: new Set() });
    expect(rows.map((row) => row.label)).toEqual(["a", "b", "hit"]);
  });

  it("opens production where that label exists, and never a label the prompt does not have", () => {
    const base = { name: "p", versions: ["1"], tags: [] };
    expect(refToOpen({ library: "demo" }, { ...base, labels: ["latest", "production"] }).label).toBe("production");
    expect(refToOpen({ library: "demo" }, { ...base, labels: [] }).label).toBe("latest");
  });

  it("counts prompts by label, most used first", () => {
    const list = listOf("demo", "a", "b");
    list.prompts[0]?.labels.push("production");
    expect(libraryTerms([list]).labels).toEqual([
      { value: "latest", count: 2 },
      { value: "production", count: 1 },
    ]);
  });
});
