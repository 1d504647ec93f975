import { emptyOutput, foldEvent } from "@shared/domain/run/fold-events.ts";
import { shownText } from "@shared/domain/run/shown-text.ts";
import type { RunOutput, StreamEvent } from "@shared/domain/run/stream-event.ts";
import { expect, it } from "vitest";

type Given = string | { cite: object } | "step";

/** Texts, sources and steps of the provider as they come. */
function answer(...given: Given[]): RunOutput {
  const events = given.map((one): object => {
    if (one === "step") return { type: "part", part: { type: "server_tool", value: { type: "tool" } } };
    if (typeof one === "string") return { type: "text", text: one };
    return { type: "part", part: { type: "citation", value: one.cite } };
  });
  return events.reduce<RunOutput>((output, event) => foldEvent(output, event as StreamEvent), emptyOutput());
}
const page = (title: string) => ({ cite: { kind: "web_search_result_location", url: `https://${title}.test`, title } });

// Claude's words before and behind a search ran into each other: “right away!Following”.
it("words behind a step of the provider begin a paragraph, whole and while they come", () => {
  const output = answer("step", "Let me see!", "step", "It is so.");
  for (const marks of ["none", "plain"] as const) expect(shownText(output, marks)).toBe("Let me see!\n\nIt is so.");
  expect(shownText(answer("One. ", "step", "Two."), "none")).toBe("One. Two.");
  expect(shownText(answer("One.", "Two."), "none")).toBe("One.Two.");
});

it("numbers stand behind the words they are of, one for a source, before the blank end of a paragraph", () => {
  const output = answer("It opened at 87.", page("a"), page("b"), " Then\n\n", page("a"), "more.");
  expect(shownText(output, "plain")).toBe("It opened at 87.[1][2] Then[1]\n\nmore.");
  expect(shownText(output, "markdown")).toBe(
    "It opened at 87.[\\[1\\]](#source-1)[\\[2\\]](#source-2) Then[\\[1\\]](#source-1)\n\nmore.",
  );
  expect(shownText(output, "none")).toBe(output.text);
});

it("where the API says the place it is that, unless the address does not stand there", () => {
  const text = "So. ([a](https://a.test/)) And on.";
  const cite = { kind: "url_citation", url: "https://a.test/", title: "a", start: 4, end: 26 };
  expect(shownText(answer(text, { cite }), "plain")).toBe("So. ([a](https://a.test/))[1] And on.");
  for (const wrong of [{ start: 0, end: 3 }, { start: 4, end: 99 }, { start: undefined }]) {
    expect(shownText(answer(text, { cite: { ...cite, ...wrong } }), "plain")).toBe(text);
  }
});

it("neither JSON nor code gets marks", () => {
  expect(shownText(answer('{"a":1}', page("a")), "plain")).toBe('{"a":1}');
  const code = answer("```js\n1", page("a"), "\n```\nsaid", page("b"));
  expect(shownText(code, "plain")).toBe("```js\n1\n```\nsaid[2]");
});
