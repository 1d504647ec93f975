import { describe, expect, it } from "vitest";
import { copiedValue, jsonPath, valueAt } from "../../../../renderer/features/playground/wire/json-path.ts";
import { matchingLines, nextMatch } from "../../../../renderer/features/playground/wire/json-search.ts";
import { embeddedMedia } from "../../../../renderer/ui/embedded-media.ts";
import { jsonLines } from "../../../../renderer/ui/json-lines.ts";

const body = {
  model: "gpt-4o",
  messages: [{ role: "user", content: 'Say "Grüße"' }],
  metadata: { "a/b": { "two words": 1 }, "it's": 2 },
};

describe("path of a JSON value", () => {
  it("is JSONPath, with brackets only where a name needs them", () => {
    expect(jsonPath(body, "")).toBe("$");
    expect(jsonPath(body, "/messages/0/content")).toBe("$.messages[0].content");
    expect(jsonPath(body, "/metadata/a~1b/two words")).toBe("$.metadata['a/b']['two words']");
    expect(jsonPath(body, "/metadata/it's")).toBe("$.metadata['it\\'s']");
  });

  it("finds the value of every line the tree shows (a path of one list with another list's value)", () => {
    for (const line of jsonLines(body, new Set(), 1000)) expect(valueAt(body, line.path)).toBeDefined();
    expect(valueAt(body, "/metadata/a~1b")).toEqual({ "two words": 1 });
    expect(valueAt(body, "/constructor")).toBeUndefined();
  });

  it("copies text without the quotes of JSON and everything else as JSON", () => {
    expect(copiedValue(body.messages[0]?.content)).toBe('Say "Grüße"');
    expect(copiedValue({ a: 1 })).toBe('{\n  "a": 1\n}');
  });
});

describe("search in a JSON tree", () => {
  const lines = jsonLines(body, new Set(), 1000);

  it("finds keys and values without regard to case, quotes unescaped, and closing brackets never", () => {
    const texts = (search: string) => matchingLines(lines, search).map((index) => lines[index]?.path);
    expect(texts('say "grÜSSe"')).toEqual([]);
    expect(texts('say "grüße"')).toEqual(["/messages/0/content"]);
    expect(texts("METADATA")).toEqual(["/metadata"]);
    expect(texts("  ")).toEqual([]);
  });

  it("goes round at both ends", () => {
    expect([nextMatch([2, 5], 5, true), nextMatch([2, 5], 2, false), nextMatch([], 1, true)]).toEqual([
      2,
      5,
      undefined,
    ]);
    expect(nextMatch([2, 5], -1, true)).toBe(2);
  });
});

describe("base64 in a body", () => {
  it("is told by kind and size of what is encoded", () => {
    const image = `data:image/png;base64,${Buffer.alloc(1000, 7).toString("base64")}`;
    expect(embeddedMedia(image)).toEqual({ mediaType: "image/png", bytes: 1000 });
    expect(embeddedMedia(Buffer.alloc(300, 1).toString("base64"))).toEqual({ bytes: 300 });
  });

  it("leaves text alone, however long (a paragraph shown as a chip is lost)", () => {
    expect(embeddedMedia("word ".repeat(100))).toBeUndefined();
    expect(embeddedMedia("short")).toBeUndefined();
    expect(embeddedMedia("https://example.com/a.png")).toBeUndefined();
  });
});
