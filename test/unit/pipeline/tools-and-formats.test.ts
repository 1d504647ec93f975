import type { JsonValue } from "@shared/domain/json/json.ts";
import {
  schemaOfResponseFormat,
  toOpenAiResponseFormat,
  withResponseFormat,
} from "@shared/domain/message/response-format.ts";
import { functionsOf, toOpenAiTools } from "@shared/domain/message/tool-definitions.ts";
import { describe, expect, it } from "vitest";
import { planParameters } from "../../../electron/engine/pipeline/plan-parameters.ts";

const parameters = { type: "object", properties: { city: { type: "string" } } };
const nested = { type: "function", function: { name: "weather", description: "d", parameters } };

describe("toOpenAiTools", () => {
  it.each<[string, JsonValue]>([
    ["Langfuse's flat form", { name: "weather", description: "d", parameters }],
    ["the Responses form", { type: "function", name: "weather", description: "d", parameters }],
    ["Anthropic's form", { name: "weather", description: "d", input_schema: parameters }],
  ])("%s becomes OpenAI's and says so (tools that the provider refuses)", (_form, tool) => {
    expect(toOpenAiTools([tool])).toEqual({ value: [nested], note: "1 of 1 put into OpenAI's form", problems: [] });
  });

  it("what is in OpenAI's form, or another provider's own tool, stays as it is (keys lost on the way)", () => {
    const builtIn = { type: "web_search_20250305", name: "web_search", max_uses: 2 };
    const cached = { name: "weather", input_schema: parameters, cache_control: { type: "ephemeral" } };
    expect(toOpenAiTools([nested, builtIn, cached])).toMatchObject({ value: [nested, builtIn, cached] });
  });

  it("duplicates and malformed tools are told and sent all the same (a tool that vanishes silently)", () => {
    const given = [nested, nested, "weather", {}, { name: "two words" }, { name: "x", parameters: "none" }];
    const { value, problems } = toOpenAiTools(given);
    expect(value).toHaveLength(6);
    expect(problems).toEqual([
      "tool 3 is not an object",
      "tool 4 has neither a name nor a type",
      "the name “two words” has characters other than letters, digits, _ and -",
      "the parameters of “x” are no JSON schema",
      "“weather” is defined more than once",
    ]);
    expect(toOpenAiTools({ name: "weather" }).problems).toEqual(["tools is not a list"]);
  });

  it("finds functions by name, and nothing in what is no list", () => {
    expect([...functionsOf([nested]).keys()]).toEqual(["weather"]);
    expect(functionsOf("weather").size).toBe(0);
  });
});

describe("toOpenAiResponseFormat", () => {
  const whole = { type: "json_schema", json_schema: { name: "answer", schema: parameters } };

  it.each<[string, JsonValue]>([
    ["a bare schema", parameters],
    ["a schema and its name", { name: "answer", schema: parameters }],
    ["the Responses form", { type: "json_schema", name: "answer", schema: parameters }],
    ["without a name", { type: "json_schema", json_schema: { schema: parameters } }],
    ["a bare schema in its place", { type: "json_schema", json_schema: parameters }],
  ])("%s becomes OpenAI's form", (_form, value) => {
    expect(toOpenAiResponseFormat(value)).toEqual({ value: whole, note: "put into OpenAI's form", problems: [] });
  });

  it("keeps what is whole, strict included, and plain modes", () => {
    const strict = { type: "json_schema", json_schema: { name: "x", strict: true, schema: parameters } };
    expect(toOpenAiResponseFormat(strict)).toEqual({ value: strict, problems: [] });
    expect(toOpenAiResponseFormat({ type: "json_object" })).toEqual({ value: { type: "json_object" }, problems: [] });
    expect(toOpenAiResponseFormat("json_object").value).toEqual({ type: "json_object" });
  });

  it("names itself after the schema's title, in the characters that are allowed", () => {
    const { value } = toOpenAiResponseFormat({ ...parameters, title: "City report!" });
    expect(value).toMatchObject({ json_schema: { name: "City_report_" } });
    expect(schemaOfResponseFormat(value)).toMatchObject({ title: "City report!" });
  });

  it("says what cannot work", () => {
    expect(toOpenAiResponseFormat({ type: "json_schema" }).problems).toEqual(["response_format has no JSON schema"]);
    expect(toOpenAiResponseFormat({ type: "xml" }).problems[0]).toContain("unknown type");
    expect(toOpenAiResponseFormat(3).problems).toHaveLength(1);
  });

  it("a flat config key counts only when there is no response_format beside it", () => {
    expect(withResponseFormat({ schema: parameters, a: 1 })).toEqual({ response_format: parameters, a: 1 });
    const both = { schema: parameters, response_format: { type: "text" } };
    expect(withResponseFormat(both)).toBe(both);
    expect(withResponseFormat({ schema: "v1" })).toEqual({ schema: "v1" });
  });
});

describe("in the plan", () => {
  it("the plan holds OpenAI's form with its note and source; only the winning value warns (a loser's fault shown as ours)", () => {
    const known = (key: string) => ({ key, sentAs: key, source: "API" as const });
    const rules = { providerLabel: "Acme", ruleOf: known };
    const promptConfig = { tools: [{ name: "a b" }], json_schema: parameters };
    const planned = planParameters({ overrides: { tools: [nested] }, promptConfig, call: {} }, rules);
    expect(planned.warnings).toEqual([]);
    expect(planned.parameters).toMatchObject([
      { key: "tools", source: "override", sent: true, value: [nested] },
      { key: "tools", source: "prompt config", sent: false },
      { key: "response_format", source: "prompt config", sent: true, note: "put into OpenAI's form" },
    ]);
    const lone = planParameters({ overrides: {}, promptConfig, call: {} }, rules);
    expect(lone.warnings).toMatchObject([{ code: "parameter_questionable", subject: "tools" }]);
  });
});
