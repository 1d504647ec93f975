import type { PromptLibraryView } from "@shared/domain/prompt/library-view.ts";
import type { PromptList } from "@shared/domain/prompt/prompt.ts";
import { defaultPreferences, type SettingsView } from "@shared/domain/settings.ts";
import { describe, expect, it } from "vitest";
import { type LibraryRow, treeRows, treeSections } from "../../../../renderer/stores/prompts/tree-sections.ts";

const one = { id: "1a2b", label: "http://langfuse", project: { id: "p1", name: "One" } };
const two = { id: "3c4d", label: "http://langfuse", project: { id: "p2", name: "Two" } };
const folder = { id: "f0f0", label: "~/prompts" };
const view = (more: Partial<PromptLibraryView> & { id: string }): PromptLibraryView => ({
  label: "Local",
  can: { labels: false, versions: true, write: true },
  samples: false,
  needsConnection: false,
  connection: null,
  connections: [],
  ready: true,
  ...more,
});
const libraries = [
  view({ id: "demo", label: "Samples", samples: true, can: { labels: true, versions: true, write: false } }),
  view({ id: "langfuse", label: "Langfuse", needsConnection: true, connection: one, connections: [one, two] }),
  view({ id: "local", connection: folder, connections: [folder] }),
];
const settings = (library: string, connection: string | null = null): SettingsView => ({
  preferences: { ...defaultPreferences, library, connection },
  langfuse: [],
  newLangfuse: { host: "", publicKey: "", fromEnvironment: false },
  providers: [],
  libraries,
  secretStorage: { available: [], note: "" },
});
const listOf = (library: string, connection: string, ...names: string[]): PromptList => ({
  library,
  connection,
  prompts: names.map((name) => ({ name, versions: ["1"], labels: [], tags: [] })),
  fetchedAt: 0,
  freshness: "network",
});
const lists = {
  "langfuse@1a2b": entry(listOf("langfuse", "1a2b", "greet", "team/reply")),
  "langfuse@3c4d": entry(listOf("langfuse", "3c4d", "greet")),
  "local@f0f0": entry(listOf("local", "f0f0", "greet")),
};
function entry(list: PromptList) {
  return { place: { library: list.library }, list, loading: false, error: null };
}
const outline = (rows: LibraryRow[]) => rows.map(({ kind, label, depth }) => `${"  ".repeat(depth)}${kind} ${label}`);
const nothing = { filter: "", expanded: {} };

describe("the roots of the tree", () => {
  it("are the project, then Local, then Demo, and only the open workspace's is open", () => {
    const sections = treeSections({ settings: settings("langfuse"), layout: {}, lists, unsaved: [] });
    expect(sections.map(({ label, detail, isOpen }) => [label, detail, isOpen])).toEqual([
      ["One", "http://langfuse", true],
      ["Local", "~/prompts", false],
      ["Demo", "sample answers, no key", false],
    ]);
    expect(outline(treeRows(sections, nothing))).toEqual([
      "section One",
      "  folder team",
      "  prompt greet",
      "section Local",
      "section Demo",
    ]);
  });

  it("show the connection that is chosen, and nothing of another one with a prompt of the same name", () => {
    const sections = treeSections({ settings: settings("langfuse", "3c4d"), layout: {}, lists, unsaved: [] });
    const rows = treeRows(sections, { filter: "greet", expanded: {} });
    expect(outline(rows)).toEqual(["section Two", "  prompt greet", "section Local", "section Demo"]);
    const prompt = rows.find((row) => row.kind === "prompt");
    expect(prompt?.kind === "prompt" && prompt.list.connection).toBe("3c4d");
  });

  it("stay on the chosen project while a local prompt is open, and stay open or closed as they were left", () => {
    const layout = { "tree.open.langfuse": true, "tree.open.local": false };
    const sections = treeSections({ settings: settings("local", "3c4d"), layout, lists, unsaved: [] });
    expect(sections.map(({ label, isOpen }) => [label, isOpen])).toEqual([
      ["Two", true],
      ["Local", false],
      ["Demo", false],
    ]);
  });

  it("are searched together as far as they are open, each row with a key of its own", () => {
    const layout = { "tree.open.langfuse": true, "tree.open.local": true };
    const sections = treeSections({ settings: settings("langfuse"), layout, lists, unsaved: [] });
    const rows = treeRows(sections, { filter: "greet", expanded: {} });
    expect(outline(rows)).toEqual(["section One", "  prompt greet", "section Local", "  prompt greet", "section Demo"]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  it("offer a prompt where a library has none, with those that were begun here in their own library only", () => {
    const empty = { ...lists, "local@f0f0": entry(listOf("local", "f0f0")) };
    const layout = { "tree.open.local": true };
    const given = { settings: settings("local"), layout, lists: empty };
    const rows = (unsaved: Parameters<typeof treeSections>[0]["unsaved"]) =>
      outline(treeRows(treeSections({ ...given, unsaved }), nothing));
    expect(rows([])).toEqual(["section One", "section Local", "  empty ", "section Demo"]);
    const prompt = { library: "local", connection: "f0f0", name: "untitled" };
    expect(rows([{ prompt, base: prompt, type: "chat", keptAt: 1 }])).toEqual([
      "section One",
      "section Local",
      "  prompt untitled",
      "section Demo",
    ]);
  });
});
