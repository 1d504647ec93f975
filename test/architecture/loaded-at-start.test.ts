import { describe, expect, it } from "vitest";
import { readSources, type SourceFile } from "./source-files.ts";

const files = new Map(readSources(["shared", "electron"]).map((file) => [file.path, file]));

/** What is loaded together with a file, each with the file that brought it first. */
function loadedWith(entry: string): Map<string, string> {
  const loaded = new Map([[entry, ""]]);
  const waiting: SourceFile[] = [files.get(entry)].flatMap((file) => file ?? []);
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    for (const { target, typeOnly, isLate } of file.imports) {
      if (typeOnly || isLate || loaded.has(target)) continue;
      loaded.set(target, file.path);
      const next = files.get(target);
      if (next) waiting.push(next);
    }
  }
  return loaded;
}

// With experiments came a YAML parser, two template engines and promptfoo's reader: half a megabyte at each start.
describe("a start of the app", () => {
  it.for(["electron/hosts/web/main.ts", "electron/hosts/desktop/main.ts"])("%s loads what a start needs", (entry) => {
    const loaded = loadedWith(entry);
    expect([...loaded.keys()]).toContain("electron/engine/engine.ts");
    const needless = ["yaml", "@huggingface/jinja", "@langfuse/client", "chokidar"];
    const rooms = ["promptfoo", "reading", "reports", "setup"].map((room) => `electron/engine/experiments/${room}/`);
    const found = [...loaded].filter(
      ([target]) => needless.includes(target) || rooms.some((room) => target.startsWith(room)),
    );
    expect(found.map(([target, by]) => `${by} loads ${target}`)).toEqual([]);
  });
});

// Two files of it named `@shared/…`: processes that tests start and kill ended at once, and were waited for until the time was over.
it("what Node starts by itself, without our bundler, names its files by their paths", () => {
  const history = [...loadedWith("electron/engine/history/history.ts").keys()];
  expect(history).toContain("electron/engine/history/packed-spec.ts");
  const byAlias = history.flatMap((path) =>
    (files.get(path)?.imports ?? [])
      .filter(({ specifier, typeOnly }) => !typeOnly && /^@(shared|engine|routes)\//.test(specifier))
      .map(({ specifier }) => `${path} names ${specifier}`),
  );
  expect(byAlias).toEqual([]);
});
