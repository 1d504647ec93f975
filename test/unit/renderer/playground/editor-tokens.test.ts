import { jinjaNames } from "@shared/domain/template/jinja-names.ts";
import { describe, expect, it } from "vitest";
import { completeTemplate, templateTokens } from "../../../../renderer/features/playground/edit/editor-tokens.ts";

const facts = {
  hasValue: (name: string) => name === "set",
  isNew: (name: string) => name === "fresh",
  hasPrompt: (name: string) => name === "style/voice",
};
const kinds = (text: string) => templateTokens(text, facts).map(({ from, to, kind }) => [text.slice(from, to), kind]);

describe("tokens of a template", () => {
  it("tell a variable with a value from one without, and a new one from one that was there", () => {
    expect(kinds("a {{set}} b {{ unset }}{{fresh}}")).toEqual([
      ["{{set}}", "variable"],
      ["{{ unset }}", "unset"],
      ["{{fresh}}", "unset"],
    ]);
    // In a file with rules of its own a tag is an expression: what it asks for tells, not the whole of it.
    const asked = { ...facts, namesIn: (tag: string) => jinjaNames(tag), unsetIs: "sent as nothing" };
    const inJinja = (text: string) =>
      templateTokens(text, asked).map(({ kind, title }) => [kind, title?.split(": ")[1]]);
    expect(inJinja("{{ set | upper }} {{ 'x' ~ fresh }} {{ 1 + 1 }}")).toEqual([
      ["variable", undefined],
      ["unset", "sent as nothing"],
      ["variable", undefined],
    ]);
    expect(templateTokens("{{fresh}}", facts)[0]?.title).toMatch(/^New in this edit/);
  });

  it("link a reference to its prompt, and mark one that leads nowhere", () => {
    const good = "@@@langfusePrompt:name=style/voice|label=production@@@";
    const gone = "@@@langfusePrompt:name=other|version=3@@@";
    const broken = "@@@langfusePrompt:style/voice@@@";
    expect(templateTokens(`x ${good}`, facts)).toMatchObject([{ kind: "reference", link: good }]);
    expect(kinds(`${gone} ${broken}`)).toEqual([
      [gone, "unknown"],
      [broken, "unknown"],
    ]);
  });
});

describe("completion in a template", () => {
  const complete = completeTemplate(
    ["customer", "tone"],
    [{ name: "style/voice", labels: ["staging"], versions: ["1", "2"] }],
  );
  const puts = (before: string) => complete(before)?.options.map(({ label, apply }) => apply ?? label);

  it("names variables behind two braces and nowhere else", () => {
    expect(puts("Hi {{cu")).toEqual(["customer}}", "tone}}"]);
    expect(complete("Hi {cu")).toBeNull();
    expect(complete("{{customer}} ")).toBeNull();
  });

  it("names prompts in a reference, then what of them there is", () => {
    expect(puts("@@@langfusePrompt:sty")).toEqual(["@@@langfusePrompt:name=style/voice|version=2@@@"]);
    expect(puts("@@@langfusePrompt:name=style/voice|")).toEqual(["label=staging@@@", "version=2@@@", "version=1@@@"]);
  });

  it("names prompts from the first signs of a reference on, and not behind the signs that end one", () => {
    const whole = "@@@langfusePrompt:name=style/voice|version=2@@@";
    for (const begun of ["@@@", "Hi @@@", "@@@lang", "@@@voice", `${whole} and @@@`])
      expect(puts(begun), begun).toEqual([whole]);
    expect(complete("Hi @@@")?.from).toBe(3);
    for (const other of ["@@", "@@@ ", whole, `@@@l ${whole}`]) expect(complete(other), other).toBeNull();
  });
});
