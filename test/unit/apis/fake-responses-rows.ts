import type { RefusedRow } from "./ask-fake.ts";

const object = { type: "object", properties: {} };
const chatTool = { type: "function", function: { name: "f", parameters: object } };
export const input = [{ role: "user", content: "Hi" }];
export const thought = { id: "rs_1", type: "reasoning", summary: [], encrypted_content: "x" };
export const responseTool = { type: "function", name: "f", parameters: object, strict: false };
export const responseCall = { type: "function_call", call_id: "c1", name: "f", arguments: "{}" };
export const responseResult = { type: "function_call_output", call_id: "c1", output: "ok" };
export const customCall = { type: "custom_tool_call", call_id: "c1", name: "f", input: "x" };
export const customResult = { type: "custom_tool_call_output", call_id: "c1", output: "ok" };
export const schema = { type: "json_schema", name: "a", schema: object };

/** What OpenAI's Responses refuse. */
export const responseRows: RefusedRow[] = [
  ["responses: unknown field", { n: 2 }, "Unknown parameter: 'n'."],
  ["responses: unknown field", { max_tokens: 2 }, "this parameter has moved to 'max_output_tokens'"],
  ["responses: user", { user: "u".repeat(65) }, "Invalid 'user': string too long."],
  ["responses: stream options", { stream_options: { include_usage: true } }, "'stream_options.include_usage'"],
  ["responses: reasoning model", { include: ["reasoning.encrypted_content"] }, "Encrypted content is not supported"],
  ["responses: reasoning model", { reasoning: { effort: "low" } }, "'reasoning.effort' is not supported"],
  ["responses: reasoning model", { model: "o3", temperature: 0 }, "'temperature' is not supported"],
  ["responses: tools", { tools: [chatTool] }, "Missing required parameter: 'tools[0].name'."],
  ["responses: tools", { tools: [{ ...responseTool, function: {} }] }, "Unknown parameter: 'tools[0].function'."],
  ["responses: tool choice", { tool_choice: "required" }, "must be specified with 'tools'"],
  [
    "responses: tool choice",
    { tools: [responseTool], tool_choice: { type: "function", function: { name: "f" } } },
    "'tool_choice.name'",
  ],
  ["responses: text format", { text: { format: { type: "json_schema", json_schema: schema } } }, "'text.format.name'"],
  ["responses: items", { input: [{ role: "tool", content: "x" }] }, "Invalid value: 'tool'"],
  ["responses: items", { input: [{ role: "user", content: "x", name: "Ada" }] }, "'input[0].name'"],
  ["responses: items", { input: [{ role: "user", content: [{ type: "text", text: "x" }] }] }, "'input_text'"],
  ["responses: items", { input: [{ role: "assistant", content: [{ type: "input_text" }] }] }, "'output_text'"],
  ["responses: items", { input: [{ type: "unheard_of" }] }, "Invalid value: 'unheard_of'"],
  ["responses: tool pairs", { input: [responseCall] }, "No tool output found for function call c1."],
  ["responses: tool pairs", { input: [responseResult] }, "No tool call found for function call output"],
  ["responses: tool pairs", { input: [customCall, responseResult] }, "No tool call found for function call output"],
  ["responses: thoughts", { input: [thought, ...input] }, "without its required following item"],
];
