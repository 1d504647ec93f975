import { describe, expect, it } from "vitest";
import { folderCircles, linksOf } from "./circles.ts";
import { readSources, type SourceFile } from "./source-files.ts";

const files = readSources();

/** A file as if it imported a value, or only a type. */
function planted(path: string, target: string, typeOnly = false): SourceFile {
  return { path, text: "", imports: [{ specifier: target, target, typeOnly, isLate: false }] };
}

describe("folders", () => {
  it("none imports values in a ring: of two folders one lies below the other", () => {
    const circles = folderCircles(files);
    expect(circles.map((circle) => ({ circle, links: linksOf(circle, files) }))).toEqual([]);
  });

  it.each([
    ["renderer/features/playground/answer/MetricLine.tsx", "renderer/features/playground/variants/RunBar.tsx"],
    ["renderer/stores/prompts/prompt.ts", "renderer/stores/run/open-run.ts"],
    ["electron/engine/pipeline/execute-plan.ts", "electron/engine/engine.ts"],
    ["shared/domain/json/json.ts", "shared/domain/run/run.ts"],
  ])("sees a ring that %s -> %s would close, but not one of types", (path, target) => {
    const before = folderCircles(files).length;
    expect(folderCircles([...files, planted(path, target, true)])).toHaveLength(before);
    const circles = folderCircles([...files, planted(path, target)]);
    expect(circles.flatMap((circle) => linksOf(circle, [planted(path, target)]))).toEqual([`${path} -> ${target}`]);
  });
});
