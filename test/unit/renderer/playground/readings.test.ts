import type { Exchange } from "@shared/domain/wire/wire.ts";
import { describe, expect, it } from "vitest";
import { waterfall } from "../../../../renderer/features/playground/inspector/waterfall.ts";
import { diffCounts, diffTexts } from "../../../../renderer/features/playground/prompt/version-diff.ts";
import { splitTemplate } from "../../../../renderer/features/playground/text/template-parts.ts";

function exchange(startedAt: number, timings: Partial<Exchange["timings"]>): Exchange {
  return {
    id: String(startedAt),
    kind: "provider",
    attempt: 1,
    startedAt,
    request: { method: "POST", url: "http://127.0.0.1/", headers: [], body: "", bodyBytes: 0, bodySha256: "" },
    frames: [],
    framesTruncated: false,
    timings: { reusedConnection: false, ...timings },
  };
}

describe("template text", () => {
  it("marks variables and prompt references and loses nothing", () => {
    const text = "Hi {{ name }}, {{}} @@@langfusePrompt:name=a|version=1@@@ }}";
    const parts = splitTemplate(text);
    expect(parts.map((part) => part.text).join("")).toBe(text);
    expect(parts.filter((part) => part.kind !== "text").map((part) => [part.kind, part.text])).toEqual([
      ["variable", "{{ name }}"],
      ["variable", "{{}}"],
      ["reference", "@@@langfusePrompt:name=a|version=1@@@"],
    ]);
  });
});

describe("version diff", () => {
  it("marks the words that differ inside a changed line", () => {
    const lines = diffTexts("Keep a calm tone.\nEnd", "Keep a warm tone.\nEnd");
    expect(lines.map((line) => line.sign)).toEqual(["-", "+", " "]);
    expect(lines[0]?.words.filter((word) => word.changed).map((word) => word.text)).toEqual(["calm"]);
    expect(lines[1]?.words.filter((word) => word.changed).map((word) => word.text)).toEqual(["warm"]);
  });

  it("counts nothing for equal texts and every line of an added paragraph", () => {
    expect(diffCounts(diffTexts("a\nb", "a\nb"))).toEqual({ added: 0, removed: 0 });
    expect(diffCounts(diffTexts("a\n", "a\nb\nc\n"))).toEqual({ added: 2, removed: 0 });
  });
});

describe("waterfall", () => {
  it("puts every exchange on the run's own time axis", () => {
    const rows = waterfall([
      exchange(1000, { connect: 10, firstByte: 40, end: 50 }),
      exchange(1050, { reusedConnection: true, firstByte: 25, end: 50 }),
    ]);
    expect(rows[0]?.map((bar) => bar.phase)).toEqual(["connect", "wait", "receive"]);
    expect(rows[1]).toEqual([
      { phase: "wait", from: 0.5, to: 0.75 },
      { phase: "receive", from: 0.75, to: 1 },
    ]);
  });

  it("draws nothing for an exchange that has no times yet", () => {
    expect(waterfall([exchange(0, {})])).toEqual([[]]);
  });
});
