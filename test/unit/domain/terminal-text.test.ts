import { neutralButColours, neutralJson, neutralLine, neutralText } from "@shared/domain/text/terminal-text.ts";
import { describe, expect, it } from "vitest";

const steering = {
  colour: "\u001b[31m",
  cursor: "\u001b[2J\u001b[H",
  title: "\u001b]0;owned\u0007",
  clipboard: "\u001b]52;c;Zm9v\u001b\\",
  c1: "\u009b2J",
  "title of C1": "\u009d0;owned\u009c",
  return: "ok\rREFUSED",
  backspace: "a\b\b",
  bidi: "\u202egnp.exe\u202c\u2066x\u2069\u061c\u200f",
  separators: "\u2028Listening on http://evil\u2029\u0085x",
};

describe("text of others for a terminal", () => {
  it.each(Object.entries(steering))("%s: nothing that steers is left", (_name, text) => {
    for (const neutral of [neutralText(text), neutralLine(text), neutralJson(text)]) {
      expect(neutral).toMatch(/^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\u061c\u200e\u200f]*$/u);
    }
  });

  // "Listening on http://evil" stood in the log as a line of its own.
  it("a line stays one, and a text keeps its lines", () => {
    expect(neutralLine("model\nListening on http://evil\r\nx\ty")).toBe("model Listening on http://evil x y");
    expect(neutralText("one\n\ttwo")).toBe("one\n\ttwo");
  });

  it("JSON means the same, and ordinary text is as it was, emoji joined by invisible marks too", () => {
    const value = { text: "\u009b2J \u202e x", emoji: "👩‍💻 ñ 日本" };
    expect(JSON.parse(neutralJson(JSON.stringify(value)))).toEqual(value);
    expect(neutralText("👩‍💻 ñ 日本")).toBe("👩‍💻 ñ 日本");
  });

  it("our own colours stay", () => {
    expect(neutralButColours("\u001b[31merror:\u001b[39m a\u001b]0;x\u0007b\u001b[2Jc")).toBe(
      "\u001b[31merror:\u001b[39m abc",
    );
  });

  it("is linear", () => {
    for (const unit of ["\u001b", "\u001b]", "\u001b[", "\u009d", "\u202e"]) {
      expect(neutralText(unit.repeat(200_000)).length).toBeLessThan(400_001);
    }
  });
});
