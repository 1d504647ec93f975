import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { describe, expect, it } from "vitest";
import { assistant, ephemeral, headersTo, sentTo, tool, user } from "./messages-request.ts";

const format = (schema: JsonObject): JsonValue => ({ type: "json_schema", json_schema: { name: "p", schema } });

describe("structured output", () => {
  it("closes objects, at every depth, and says bounds in the description with a warning", () => {
    const city = { type: "object", properties: { name: { type: "string", minLength: 1, description: "Its name." } } };
    const { body, warned } = sentTo({
      parameters: {
        response_format: format({
          type: "object",
          $defs: { City: city },
          properties: {
            age: { type: "integer", minimum: 0, maximum: 9 },
            cities: { type: "array", items: { $ref: "#/$defs/City" }, minItems: 2 },
            either: { oneOf: [{ type: "string" }, { type: "object", properties: {} }] },
          },
          required: ["age"],
        }),
      },
    });
    expect(body["output_config"]).toEqual({
      format: {
        type: "json_schema",
        schema: {
          type: "object",
          $defs: {
            City: {
              type: "object",
              properties: { name: { type: "string", description: "Its name. Note: minimum length: 1." } },
              additionalProperties: false,
            },
          },
          properties: {
            age: { type: "integer", description: "Note: minimum: 0, maximum: 9." },
            cities: {
              type: "array",
              items: { $ref: "#/$defs/City" },
              description: "Note: minimum number of items: 2.",
            },
            either: { anyOf: [{ type: "string" }, { type: "object", properties: {}, additionalProperties: false }] },
          },
          required: ["age"],
          additionalProperties: false,
        },
      },
    });
    expect(warned).toEqual(["response_format"]);
  });

  it("leaves a schema that Anthropic takes as it is, beside an effort", () => {
    const schema = { type: "object", properties: { minimum: { type: "string" } }, additionalProperties: false };
    const { body, warned } = sentTo({
      parameters: { response_format: format(schema), output_config: { effort: "low" } },
    });
    expect(body["output_config"]).toEqual({ format: { type: "json_schema", schema }, effort: "low" });
    expect(warned).toEqual([]);
  });

  const schema = {
    type: "object",
    properties: { a: { type: "string" } },
    required: ["a"],
    additionalProperties: false,
  };
  const asTool = { name: "json_tool_call", input_schema: schema };
  it.each<[string, JsonObject, JsonObject]>([
    ["alone it must be called", {}, { tools: [asTool], tool_choice: { type: "tool", name: "json_tool_call" } }],
    [
      "beside tools one of them must",
      { tools: [tool()] },
      { tools: [{ name: "w" }, asTool], tool_choice: { type: "any" } },
    ],
    [
      "and a limit on parallel calls stays",
      { tools: [tool()], parallel_tool_calls: false },
      { tool_choice: { type: "any", disable_parallel_tool_use: true } },
    ],
    [
      "a tool that was chosen stays chosen",
      { tools: [tool()], tool_choice: { type: "function", function: { name: "w" } } },
      { tool_choice: { type: "tool", name: "w" } },
    ],
    [
      "where none may be called it is the answer",
      { tools: [tool()], tool_choice: "none" },
      { tool_choice: { type: "tool", name: "json_tool_call" } },
    ],
  ])("Claude before structured outputs gets the schema as a tool: %s", (_name, more, expected) => {
    for (const model of ["claude-3-haiku-20240307", "claude-3-5-sonnet-latest", "claude-sonnet-4-20250514"]) {
      const { body, warned } = sentTo({ model, parameters: { response_format: format(schema), ...more } });
      expect(body).toMatchObject(expected);
      expect(body).not.toHaveProperty("output_config");
      expect(warned).toEqual(["response_format"]);
    }
  });

  it("while it thinks it is offered the tool, which it cannot be told to call", () => {
    const { body } = sentTo({
      model: "claude-3-7-sonnet-20250219",
      parameters: { response_format: format(schema), reasoning_effort: "low", max_tokens: 4000 },
    });
    expect(body).toMatchObject({ tools: [asTool], thinking: { type: "enabled" } });
    expect(body).not.toHaveProperty("tool_choice");
  });

  it("warns that free JSON is not asked for", () => {
    const { body, warned } = sentTo({ parameters: { response_format: { type: "json_object" } } });
    expect(body).not.toHaveProperty("response_format");
    expect(warned).toEqual(["response_format"]);
  });
});

describe("tools", () => {
  const toolsOf = (tools: JsonValue) => sentTo({ parameters: { tools } }).body["tools"];

  it.each<[string, JsonValue]>([
    ["{}", {}],
    ["no schema", null],
    ["a schema without a type", { properties: {} }],
    ["a type of null", { type: null, properties: {} }],
    ["a type alone", { type: "object" }],
  ])("a schema of a tool without arguments: %s", (_name, parameters) => {
    expect(toolsOf([tool({ parameters })])).toEqual([{ name: "w", input_schema: { type: "object", properties: {} } }]);
  });

  it("keeps strict and cache_control, beside the function and in it", () => {
    expect(toolsOf([tool({ strict: true }, { cache_control: ephemeral })])).toMatchObject([
      { strict: true, cache_control: ephemeral, input_schema: { additionalProperties: false } },
    ]);
    expect(toolsOf([tool({ cache_control: ephemeral })])).toMatchObject([{ cache_control: ephemeral }]);
  });

  it.each<[string, JsonObject, JsonObject]>([
    ["a limit on parallel calls without tools", { parallel_tool_calls: false }, {}],
    ["a choice without tools", { tool_choice: "auto" }, {}],
    ["an empty list", { tools: [], tool_choice: "auto" }, {}],
    [
      "none, and no parallel calls",
      { tools: [tool()], tool_choice: "none", parallel_tool_calls: false },
      { tool_choice: { type: "none" } },
    ],
    [
      "the limit before the tools",
      { parallel_tool_calls: false, tools: [tool()], tool_choice: "required" },
      { tool_choice: { type: "any", disable_parallel_tool_use: true } },
    ],
    [
      "a function of the Responses form",
      { tools: [tool()], tool_choice: { type: "function", name: "w" } },
      { tool_choice: { type: "tool", name: "w" } },
    ],
  ])("%s", (_name, parameters, expected) => {
    const { tool_choice } = sentTo({ parameters }).body;
    expect(tool_choice).toEqual(expected["tool_choice"]);
  });

  it("offers those alone that a choice allows", () => {
    const { body } = sentTo({
      parameters: {
        tools: [tool({ name: "a" }), tool({ name: "b" })],
        tool_choice: {
          type: "allowed_tools",
          allowed_tools: { mode: "required", tools: [{ type: "function", function: { name: "b" } }] },
        },
      },
    });
    expect(body).toMatchObject({ tools: [{ name: "b" }], tool_choice: { type: "any" } });
    expect(body["tools"]).toHaveLength(1);
  });

  it("asks for a search of the web with Anthropic's own tool", () => {
    const { body } = sentTo({ parameters: { web_search_options: { search_context_size: "low" } } });
    expect(body["tools"]).toEqual([{ type: "web_search_20250305", name: "web_search", max_uses: 1 }]);
  });
});

describe("other parameters", () => {
  it.each<[string, JsonObject, JsonObject, string[]]>([
    ["blank stops", { stop: ["\n", "END", " "] }, { stop_sequences: ["END"] }, ["stop"]],
    ["an e-mail as user", { user: "a@example.org" }, {}, ["user"]],
    ["a telephone number as user", { user: "+49 170 1234567" }, {}, ["user"]],
    ["metadata", { metadata: { team: "blue", user_id: "u1" } }, { metadata: { user_id: "u1" } }, ["metadata"]],
    ["a tier both have", { service_tier: "default" }, { service_tier: "standard_only" }, []],
    ["a tier Anthropic lacks", { service_tier: "flex" }, {}, ["service_tier"]],
    ["keys of its own", { speed: "fast", inference_geo: "eu" }, { speed: "fast", inference_geo: "eu" }, []],
  ])("%s", (_name, parameters, expected, warnings) => {
    const { body, warned } = sentTo({ parameters });
    const { model: _, messages: __, max_tokens: ___, ...others } = body;
    expect(others).toEqual(expected);
    expect(warned).toEqual(warnings);
  });

  it("a stop that is nothing but blank is left out", () => {
    expect(sentTo({ parameters: { stop: "\n" } }).body).not.toHaveProperty("stop_sequences");
  });

  it.each<[string, JsonObject, JsonObject, string[]]>([
    [
      "claude-opus-4-8",
      { reasoning_effort: "minimal" },
      { thinking: { type: "adaptive" }, output_config: { effort: "low" } },
      [],
    ],
    [
      "claude-sonnet-4-5-20250929",
      { reasoning_effort: "high" },
      { thinking: { type: "enabled", budget_tokens: 4096 }, max_tokens: 8192 },
      [],
    ],
    [
      "claude-sonnet-4-5",
      { reasoning_effort: "high", max_tokens: 2000 },
      { thinking: { type: "enabled", budget_tokens: 1999 }, max_tokens: 2000 },
      [],
    ],
    ["claude-sonnet-4-5", { reasoning_effort: "high", max_tokens: 100 }, { max_tokens: 100 }, ["reasoning_effort"]],
    ["claude-3-haiku-20240307", { reasoning_effort: "high" }, { max_tokens: 4096 }, ["reasoning_effort"]],
    ["claude-sonnet-4-5", { thinking: { type: "enabled", budget_tokens: 8000 } }, { max_tokens: 12_096 }, []],
    ["claude-opus-4-8", {}, { max_tokens: 128_000 }, []],
    ["claude-haiku-4-5", {}, { max_tokens: 64_000 }, []],
    ["claude-next", {}, { max_tokens: 4096 }, []],
  ])("%s with %o", (model, parameters, expected, warnings) => {
    const { body, warned } = sentTo({ model, parameters });
    expect(body).toMatchObject(expected);
    expect(warned).toEqual(warnings);
  });
});

describe("what some models refuse", () => {
  const both = { temperature: 0.2, top_p: 0.9 };

  it.each<[string, Record<string, "override" | "call">, JsonObject, string[]]>([
    ["claude-sonnet-4-5", {}, { temperature: 0.2 }, ["top_p"]],
    // What a person set by hand is kept before what the prompt's config says.
    ["claude-opus-4-1-20250805", { top_p: "override" }, { top_p: 0.9 }, ["temperature"]],
    ["claude-sonnet-4-6", { top_p: "override", temperature: "override" }, { temperature: 0.2 }, ["top_p"]],
    ["claude-sonnet-4-20250514", {}, both, []],
    ["claude-next", {}, both, []],
  ])("%s is sent of temperature and top_p what it takes (%o)", (model, sources, expected, warnings) => {
    const { body, warned } = sentTo({ model, parameters: both, sources });
    const { temperature, top_p } = body;
    expect(JSON.parse(JSON.stringify({ temperature, top_p }))).toEqual(expected);
    expect(warned).toEqual(warnings);
  });

  it("an answer that was begun is sent to models that go on with it, and refused by name for others", () => {
    const messages = [user("As JSON"), assistant("{")];
    expect(sentTo({ model: "claude-opus-4-5", messages }).body["messages"]).toHaveLength(2);
    expect(() => sentTo({ model: "claude-opus-4-6", messages })).toThrow(/claude-opus-4-6 does not go on with/);
    expect(sentTo({ model: "claude-opus-4-6", messages: [...messages, user("go on")] }).body["messages"]).toHaveLength(
      3,
    );
  });
});

describe("Anthropic's own keys", () => {
  it("system stands before what the messages say, alone as it is", () => {
    const parameters = { system: "Be kind" };
    expect(sentTo({ parameters }).body["system"]).toBe("Be kind");
    const messages = [{ role: "system", content: "Be brief" }, user("hi")];
    expect(sentTo({ parameters, messages }).body["system"]).toEqual([
      { type: "text", text: "Be kind" },
      { type: "text", text: "Be brief" },
    ]);
  });

  it("a tool of Anthropic's own may come in OpenAI's wrapping, its settings in place of a schema", () => {
    const screen = { display_width_px: 9, display_height_px: 9 };
    const wrapped = { type: "computer_20250124", function: { name: "computer", parameters: screen } };
    const { body } = sentTo({ parameters: { tools: [wrapped] } });
    expect(body["tools"]).toEqual([{ type: "computer_20250124", name: "computer", ...screen }]);
  });

  it.each<[string, JsonObject, string | undefined]>([
    ["mcp_servers", { mcp_servers: [{ type: "url", url: "https://x.example", name: "x" }] }, "mcp-client-2025-04-04"],
    ["context_management", { context_management: { edits: [] } }, "context-management-2025-06-27"],
    [
      "tools of the provider, each once",
      {
        context_management: {},
        tools: [
          { type: "computer_20250124", name: "computer", display_width_px: 9, display_height_px: 9 },
          { type: "memory_20250818", name: "memory" },
        ],
      },
      "context-management-2025-06-27,computer-use-2025-01-24",
    ],
    ["nothing of the kind", { tools: [tool()] }, undefined],
  ])("go with the header that they need: %s", (_name, parameters, betas) => {
    expect(headersTo({ parameters })["anthropic-beta"]).toBe(betas);
  });
});
