import { parseMustache } from "@engine/pipeline/mustache-tokens.ts";
import fc from "fast-check";
import mustache from "mustache";
import { expect, it } from "vitest";
import { drawn } from "../../../prove-scale.ts";

/** The tree, or why there is none; of what mustache alone notes (indentation of partials) nothing. */
function outcome(parse: () => unknown[]): unknown {
  const bare = (token: unknown): unknown => {
    const [kind, value, start, end, children, closing] = token as unknown[];
    if (kind === "text") return [kind, value];
    const place = [kind, value, start, end];
    return Array.isArray(children) ? [...place, children.map(bare), closing] : place;
  };
  try {
    return parse().map(bare);
  } catch (error) {
    return (error as Error).message;
  }
}

it("reads any template as mustache does, and fails with its words (a copy that drifts from what the SDK renders)", () => {
  const scraps = ["{{", "}}", "{", "}", "[", "]", "#", "/", "^", "!", "&", "=", ">", ".", "a", "b", " ", "\t", "\n"];
  const whole = [
    "{{a}}",
    "{{#a}}",
    "{{/a}}",
    "{{=[ ]=}}",
    "[={{ }}=]",
    "{{! x }}",
    "{{> p}}",
    "{{{a}}}",
    "\u00a0",
    "\r\n",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...scraps, ...whole), { maxLength: 24 }), (list) => {
      const template = list.join("");
      mustache.clearCache();
      expect(outcome(() => parseMustache(template))).toEqual(outcome(() => mustache.parse(template)));
    }),
    drawn(5_000),
  );
});
