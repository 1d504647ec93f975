import { renderPythonText } from "@shared/domain/template/compile-python.ts";
import { recoverVariables } from "@shared/domain/template/recover-variables.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const user = (content: string) => ({ role: "user", content });

describe("recovering variables", () => {
  it.each([
    ["Hello {{name}}!", "Hello Ann!", { name: "Ann" }],
    ["{{a}}", "everything\nhere", { a: "everything\nhere" }],
    ["{{a}} and {{b}}", "x and y", { a: "x", b: "y" }],
    ["{{ a }}, {{a}}", "1, 1", { a: "1" }],
    ["Keep {{missing}} and {{b}}", "Keep {{missing}} and y", { b: "y" }],
    ["no tags", "no tags", {}],
    ["[{{a}}]", "[]", { a: "" }],
  ])("%s from %s", (template, text, values) => {
    expect(recoverVariables({ prompt: template }, [user(text)])).toEqual(values);
  });

  it.each([
    ["another text", "Hello {{name}}!", "Goodbye Ann!"],
    ["two ways to cut", "{{a}} and {{b}}", "x and y and z"],
    ["nothing between two variables", "{{a}}{{b}}", "xy"],
    ["one variable with two values", "{{a}}, {{a}}", "1, 2"],
    ["overlapping ends", "ab{{x}}ba", "aba"],
    ["fixed text that differs", "no tags", "no tags!"],
  ])("%s is not guessed", (_name, template, text) => {
    expect(recoverVariables({ prompt: template }, [user(text)])).toBeUndefined();
  });

  it("a chat must fit message by message; a placeholder fits nothing for certain", () => {
    const prompt = [
      { role: "system", content: "Be {{tone}}." },
      { role: "user", content: "{{q}}" },
    ];
    const system = { role: "system", content: "Be kind." };
    expect(recoverVariables({ prompt }, [system, user("why?")])).toEqual({ tone: "kind", q: "why?" });
    expect(recoverVariables({ prompt }, [system])).toBeUndefined();
    expect(recoverVariables({ prompt }, [user("Be kind."), user("why?")])).toBeUndefined();
    const gap = [...prompt, { type: "placeholder" as const, name: "history" }];
    expect(recoverVariables({ prompt: gap }, [system, user("why?"), user("x")])).toBeUndefined();
  });

  it("whatever is recovered compiles to the same text again", () => {
    const piece = fc.constantFrom("a", "b", " ", "{{x}}", "{{y}}", ".", "ab");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.array(piece, { maxLength: 8 }), (template, text) => {
        const values = recoverVariables({ prompt: template.join("") }, [user(text.join(""))]);
        if (!values) return;
        const again = renderPythonText(template.join(""), values);
        expect(again.segments.map((segment) => segment.text).join("")).toBe(text.join(""));
      }),
      { numRuns: 2000 },
    );
  });
});
