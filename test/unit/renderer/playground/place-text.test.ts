import { threeWayPlaces } from "@shared/domain/diff/three-way.ts";
import type { PromptContent, TemplateItem } from "@shared/domain/prompt/prompt.ts";
import { expect, it } from "vitest";
import { placeTitle } from "../../../../renderer/features/playground/save/conflict/place-text.ts";

const chat = (...prompt: TemplateItem[]): PromptContent => ({ type: "chat", prompt, config: {} });
const system = (content: string): TemplateItem => ({ role: "system", content });
const history: TemplateItem = { type: "placeholder", name: "history" };
const base = chat(system("Be kind.\nBe brief."), history);

it("names the message in which a line was added at its end, not the one below it", () => {
  const theirs = chat(system("Be kind.\nBe brief.\nTheirs."), history);
  const mine = chat(system("Be kind.\nBe brief.\nMine."), history);
  const [place, ...others] = threeWayPlaces(base, theirs, mine);
  expect(others).toEqual([]);
  expect(place && placeTitle(place, base)).toEqual({
    title: "system",
    role: "system",
    where: "message 1, after line 2",
  });
});

it("names the message before which another one was put", () => {
  const theirs = chat(system("Be kind.\nBe brief."), { role: "user", content: "New" }, history);
  const [place] = threeWayPlaces(base, theirs, base);
  expect(place && placeTitle(place, base).where).toBe("before message 2");
});
