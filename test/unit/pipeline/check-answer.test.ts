import type { JsonObject } from "@shared/domain/json/json.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import type { PlannedParameter } from "@shared/domain/run/request-plan.ts";
import type { Outcome, RunOutput } from "@shared/domain/run/stream-event.ts";
import { describe, expect, it } from "vitest";
import { checkAnswer, validateStructuredOutput } from "../../../electron/engine/pipeline/check-answer.ts";
import { providers } from "../../../electron/engine/providers/providers.ts";
import { planFor } from "../../fakes/provider/run-plan.ts";

const schema: JsonObject = {
  type: "object",
  properties: { city: { type: "string" }, kind: { enum: ["town", "village"] } },
  required: ["city"],
  additionalProperties: false,
};

describe("validateStructuredOutput", () => {
  it("says which value does not fit and why, all of them at once", async () => {
    const { valid, errors } = await validateStructuredOutput(schema, '{"city":3,"kind":"hut","x":1}');
    expect(valid).toBe(false);
    expect(errors).toEqual(
      expect.arrayContaining([
        { path: "", message: "must NOT have additional properties: “x”" },
        { path: "/city", message: "must be string" },
        { path: "/kind", message: 'must be equal to one of the allowed values: "town", "village"' },
      ]),
    );
    expect(await validateStructuredOutput(schema, '{"city":"Bern"}')).toEqual({ valid: true, errors: [] });
  });

  it("a fence around the JSON is not JSON (an answer called valid that no program can read)", async () => {
    const { valid, errors } = await validateStructuredOutput(schema, '```json\n{"city":"Bern"}\n```');
    expect(valid).toBe(false);
    expect(errors[0]?.message).toMatch(/^The text is not JSON/);
  });

  it.each([
    "https://json-schema.org/draft/2020-12/schema",
    "http://json-schema.org/draft-07/schema#",
    "http://json-schema.org/draft-04/schema#",
  ])("takes schemas that name %s (ajv refuses drafts it was not built for)", async ($schema) => {
    expect((await validateStructuredOutput({ $schema, ...schema }, '{"city":"Bern"}')).valid).toBe(true);
  });

  it("follows $defs, reads tuples of 2020-12, ignores words it does not know", async () => {
    const tuple = { $defs: { n: { type: "number" } }, prefixItems: [{ $ref: "#/$defs/n" }], "x-order": 1 };
    expect((await validateStructuredOutput(tuple, "[1]")).valid).toBe(true);
    expect((await validateStructuredOutput(tuple, '["1"]')).valid).toBe(false);
  });

  it("a schema that cannot be used makes nothing valid, and nothing throws", async () => {
    expect((await validateStructuredOutput({ $ref: "#/nowhere" }, "1")).errors[0]?.message).toMatch(/cannot be used/);
    expect((await validateStructuredOutput({ type: "planet" }, "1")).valid).toBe(false);
  });

  it("a pattern out of a prompt cannot stop the app (catastrophic backtracking)", async () => {
    const slow = { type: "string", pattern: "^(a+)+$" };
    const { errors } = await validateStructuredOutput(slow, JSON.stringify(`${"a".repeat(40)}!`));
    expect(errors[0]?.message).toMatch(/took too long/);
  });
});

describe("checkAnswer", () => {
  const provider = providers[0];
  if (!provider) throw new Error("There is no provider.");
  const sent = (key: string, value: PlannedParameter["value"]): PlannedParameter => {
    return { key, value, source: "prompt config", sent: true };
  };
  const tools = sent("tools", [{ type: "function", function: { name: "weather", parameters: schema } }]);
  const format = sent("response_format", { type: "json_schema", json_schema: { name: "a", schema } });
  const done: Outcome = { kind: "completed", finishReason: "stop" };
  const check = (parameters: PlannedParameter[], output: Partial<RunOutput>, outcome: Outcome = done) =>
    checkAnswer(planFor(provider, { baseUrl: "http://x", parameters }), { ...emptyOutput(), ...output }, outcome);
  const call = (name: string, text: string) => ({
    id: "1",
    type: "function" as const,
    function: { name, arguments: text },
  });

  it("checks the text against the schema and every call against its tool", async () => {
    expect(await check([format], { text: '{"city":"Bern"}' })).toEqual({
      output: { valid: true, errors: [] },
      toolCalls: [],
    });
    const toolCalls = [call("weather", '{"city":"Bern"}'), call("weather", '{"city":'), call("wether", "{}")];
    const checks = await check([tools], { toolCalls });
    expect(checks?.toolCalls.map(({ name, valid }) => [name, valid])).toEqual([
      ["weather", true],
      ["weather", false],
      ["wether", false],
    ]);
    expect(checks?.toolCalls[2]?.errors[0]?.message).toBe("No tool “wether” was offered.");
  });

  it("a tool call or a refusal in place of the answer is not an invalid answer", async () => {
    const checks = await check([format, tools], { toolCalls: [call("weather", '{"city":"Bern"}')] });
    expect(checks).toEqual({ toolCalls: [{ name: "weather", valid: true, errors: [] }] });
    expect(await check([format], { refusal: "No." })).toBeUndefined();
  });

  it("an answer that broke off is not judged, nor one to a body typed by hand", async () => {
    const broken: Outcome = {
      kind: "truncated",
      error: { code: "truncated", stage: "stream", message: "", actions: [] },
    };
    expect(await check([format], { text: '{"city"' }, broken)).toBeUndefined();
    const plan = { ...planFor(provider, { baseUrl: "http://x", parameters: [format] }), handEdited: true as const };
    expect(await checkAnswer(plan, { ...emptyOutput(), text: "{}" }, done)).toBeUndefined();
  });
});
