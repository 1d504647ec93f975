import { describe, expect, it } from "vitest";
import { searchVersions } from "../../../../renderer/features/palette/search-versions.ts";

const prompt = (name: string, versions: string[]) => ({ name, versions, labels: [], tags: [] });
const reply = prompt("support/reply", ["1", "2", "12"]);
const local = prompt("notes/a.md", ["f0a1b2c3d4e5"]);
const versions = [
  { version: "12", labels: ["latest"], commitMessage: "Shorter, warmer" },
  { version: "2", labels: ["production"], createdBy: "ana" },
  { version: "1", labels: [] },
];
const found = (text: string, open = true) =>
  searchVersions(text, [reply, local], open ? { prompt: reply, versions } : null).map(
    (one) => `${one.prompt.name} ${one.version}`,
  );

describe("versions in the palette", () => {
  it("of the open prompt are found by number, label, author and message", () => {
    expect(found("v2")).toEqual(["support/reply 2"]);
    // A number is a number: version 1 is not version 12.
    expect(found("1")).toEqual(["support/reply 1"]);
    expect(found("version 12")).toEqual(["support/reply 12"]);
    expect(found("versions")).toEqual(["support/reply 12", "support/reply 2", "support/reply 1"]);
    expect(found("production")).toEqual(["support/reply 2"]);
    expect(found("ana")).toEqual(["support/reply 2"]);
    expect(found("warmer")).toEqual(["support/reply 12"]);
    expect(found("reply v12")).toEqual(["support/reply 12"]);
  });

  it("are none where the words name only the prompt, or nothing is asked", () => {
    expect(found("reply")).toEqual([]);
    expect(found("")).toEqual([]);
    expect(found("v99")).toEqual([]);
  });

  it("of other prompts are found by words of the name and the number, a saved state by how it begins", () => {
    expect(found("reply v2", false)).toEqual(["support/reply 2"]);
    expect(found("v2", false)).toEqual([]);
    expect(found("notes f0a1", false)).toEqual(["notes/a.md f0a1b2c3d4e5"]);
  });
});
