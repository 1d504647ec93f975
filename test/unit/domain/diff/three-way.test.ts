import { type ConfigPlace, mergePlaces, type TextPlace, threeWayPlaces } from "@shared/domain/diff/three-way.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { PromptContent, TemplateItem } from "@shared/domain/prompt/prompt.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawn } from "../../../prove-scale.ts";

const chat = (prompt: TemplateItem[], config: JsonValue = {}): PromptContent => ({ type: "chat", prompt, config });
const lines = (...text: string[]) => text.join("\n");
const rules = ["You write replies. Keep a {{tone}} tone and never promise a date.", "", "Rules:", "- Name the order."];
const last = "- At most 120 words.";
const user: TemplateItem = { role: "user", content: "{{ticket}}" };
const history: TemplateItem = { type: "placeholder", name: "history" };
const base = chat([{ role: "system", content: lines(...rules, last) }, history, user], {
  model: "m",
  temperature: 0.2,
  top_p: 1,
});
const theirs = chat(
  [
    { role: "system", content: lines("You write short replies.", ...rules.slice(1), "- At most 80 words.") },
    history,
    user,
  ],
  { model: "m", temperature: 0, top_p: 1 },
);
const mine = chat(
  [
    { role: "system", content: lines("Keep a {{tone}} tone.", ...rules.slice(1), "- Ask for it.", last) },
    history,
    user,
  ],
  { model: "m", temperature: 0.3, seed: 1 },
);

describe("a version somebody saved and an edit", () => {
  // A place too many is a question nobody needs; one too few is somebody's change that is lost without a word.
  it("differ in these places, in the order of the document", () => {
    const places = threeWayPlaces(base, theirs, mine);
    const told = places.map((place) =>
      place.kind === "text"
        ? `message ${place.message} line ${place.line}: ${place.base?.length} ${place.changedBy}`
        : `config ${place.key}: ${place.changedBy}`,
    );
    expect(told).toEqual([
      "message 1 line 1: 1 open",
      "message 1 line 5: 0 mine",
      "message 1 line 5: 1 theirs",
      "config temperature: open",
      "config top_p: mine",
      "config seed: mine",
    ]);
    expect(places[1]).toMatchObject({ base: [], theirs: [], mine: ["- Ask for it."] } satisfies Partial<TextPlace>);
    expect(places[3]).toMatchObject({ base: 0.2, theirs: 0, mine: 0.3 } satisfies Partial<ConfigPlace>);
  });

  it("make nothing together while a place is open, and then what was chosen", () => {
    const places = threeWayPlaces(base, theirs, mine);
    expect(mergePlaces(base, places, [])).toBeNull();
    expect(mergePlaces(base, places, ["theirs"])).toBeNull();
    const choices = [{ lines: ["Written anew."] }, undefined, undefined, "mine" as const];
    const content = lines("Written anew.", ...rules.slice(1), "- Ask for it.", "- At most 80 words.");
    const merged = mergePlaces(base, places, choices);
    expect(merged).toEqual(
      chat([{ role: "system", content }, history, user], { model: "m", temperature: 0.3, seed: 1 }),
    );
    // A key that moved would be a change that nobody made.
    expect(Object.keys(merged?.config as object)).toEqual(["model", "temperature", "seed"]);
  });

  // The base may have been deleted, or its number used again.
  it("that have nothing they began with leave every difference open", () => {
    const places = threeWayPlaces(null, theirs, mine);
    expect(places.length).toBeGreaterThan(0);
    expect(places.every(({ changedBy }) => changedBy === "open")).toBe(true);
    const all = (side: "theirs" | "mine") => mergePlaces(theirs, places, Array(places.length).fill(side));
    expect([all("theirs"), all("mine")]).toEqual([theirs, mine]);
  });

  it("that deleted and changed one message ask which", () => {
    const without = chat([user]);
    const changed = chat([{ role: "system", content: "b" }, user]);
    const places = threeWayPlaces(chat([{ role: "system", content: "a" }, user]), without, changed);
    expect(places).toMatchObject([{ changedBy: "open" }]);
  });
});

describe("generated prompts", () => {
  const line = fc.constantFrom("a", "b", "", "{{x}}", "\0{", "c");
  const item: fc.Arbitrary<TemplateItem> = fc.oneof(
    fc.record({
      role: fc.constantFrom("system", "user"),
      content: fc.array(line, { maxLength: 5 }).map((parts) => parts.join("\n")),
    }),
    fc.constantFrom("h", "g").map((name) => ({ type: "placeholder" as const, name })),
  );
  const config = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.constantFrom(1, 2, null, "x"));
  const prompt = fc.record({ type: fc.constant("chat" as const), prompt: fc.array(item, { maxLength: 5 }), config });

  it("that only one side changed come out as that side, and either side can be chosen throughout", () => {
    fc.assert(
      fc.property(prompt, prompt, prompt, (begun, other, own) => {
        expect(mergePlaces(begun, threeWayPlaces(begun, other, begun), [])).toEqual(other);
        expect(mergePlaces(begun, threeWayPlaces(begun, begun, own), [])).toEqual(own);
        expect(mergePlaces(begun, threeWayPlaces(begun, own, own), [])).toEqual(own);
        const places = threeWayPlaces(begun, other, own);
        expect(mergePlaces(begun, places, Array(places.length).fill("theirs"))).toEqual(other);
        expect(mergePlaces(begun, places, Array(places.length).fill("mine"))).toEqual(own);
      }),
      drawn(300),
    );
  });
});
