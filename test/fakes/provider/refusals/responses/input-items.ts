import type { ResponseInputItem } from "openai/resources/responses/responses";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../../../shared/domain/json/json.ts";
import { listAt, textAt } from "../../../../../shared/domain/json/read-json.ts";
import { type Check, firstOf, invalid, type Refusal } from "../refusal.ts";

type ItemType = NonNullable<ResponseInputItem["type"]>;

/** Every kind of item there is, by the types of OpenAI's own client. */
const itemTypes = {
  message: true,
  file_search_call: true,
  computer_call: true,
  computer_call_output: true,
  web_search_call: true,
  function_call: true,
  function_call_output: true,
  tool_search_call: true,
  tool_search_output: true,
  additional_tools: true,
  configuration_update: true,
  reasoning: true,
  compaction: true,
  compaction_trigger: true,
  image_generation_call: true,
  code_interpreter_call: true,
  local_shell_call: true,
  local_shell_call_output: true,
  shell_call: true,
  shell_call_output: true,
  apply_patch_call: true,
  apply_patch_call_output: true,
  mcp_list_tools: true,
  mcp_approval_request: true,
  mcp_approval_response: true,
  mcp_call: true,
  custom_tool_call: true,
  custom_tool_call_output: true,
  item_reference: true,
  program: true,
  program_output: true,
} as const satisfies Record<ItemType, true>;

const roles = ["user", "assistant", "system", "developer"];
const inputParts = new Set(["input_text", "input_image", "input_file"]);
const outputParts = new Set(["output_text", "refusal"]);
/** Keys of a message; `name` is not one of them. */
const messageKeys = new Set(["type", "role", "content", "id", "status", "phase"]);

export function itemsOf(body: JsonObject): JsonObject[] {
  return listAt(body, "input").filter(isJsonObject);
}

/** Items are of kinds there are, messages have roles there are and the parts of their side. */
export const items: Check = ({ body }) =>
  firstOf(itemsOf(body), (item, index) => {
    const at = `input[${index}]`;
    const type = item["type"] ?? "message";
    if (!Object.hasOwn(itemTypes, String(type))) {
      return invalid(`Invalid value: '${String(type)}'.`, { param: at, code: "invalid_value" });
    }
    return type === "message" ? messageRefusal(item, at) : undefined;
  });

function messageRefusal(item: JsonObject, at: string): Refusal | undefined {
  const role = textAt(item, "role") ?? "";
  if (!roles.includes(role)) {
    const supported = roles.map((one) => `'${one}'`).join(", ");
    return invalid(`Invalid value: '${role}'. Supported values are: ${supported}.`, {
      param: at,
      code: "invalid_value",
    });
  }
  const extra = Object.keys(item).find((key) => !messageKeys.has(key));
  if (extra !== undefined) {
    return invalid(`Unknown parameter: '${at}.${extra}'.`, { param: `${at}.${extra}`, code: "unknown_parameter" });
  }
  const content: JsonValue | undefined = item["content"];
  if (typeof content === "string") return undefined;
  if (!Array.isArray(content)) {
    return invalid(`Missing required parameter: '${at}.content'.`, {
      param: `${at}.content`,
      code: "missing_required_parameter",
    });
  }
  const allowed = role === "assistant" ? outputParts : inputParts;
  return firstOf(content, (part, number) => {
    const type = isJsonObject(part) ? String(part["type"]) : "";
    if (allowed.has(type)) return undefined;
    const supported = [...allowed].map((one) => `'${one}'`).join(", ");
    return invalid(`Invalid value: '${type}'. Supported values are: ${supported}.`, {
      param: `${at}.content[${number}]`,
      code: "invalid_value",
    });
  });
}

/** Every call of a tool has its output, and every output its call, of the same kind. */
export const toolPairs: Check = ({ body }) => {
  if (body["previous_response_id"] !== undefined) return undefined;
  const all = itemsOf(body);
  return firstOf(["function_call", "custom_tool_call"], (type) => {
    const ids = (kind: string) =>
      all.filter((item) => item["type"] === kind).map((item) => textAt(item, "call_id") ?? "");
    const [called, answered] = [ids(type), ids(`${type}_output`)];
    const what = type === "function_call" ? "function call" : "custom tool call";
    const open = called.find((id) => !answered.includes(id));
    if (open !== undefined) return invalid(`No tool output found for ${what} ${open}.`, { param: "input" });
    const stray = answered.find((id) => !called.includes(id));
    return stray === undefined
      ? undefined
      : invalid(`No tool call found for ${what} output with call_id ${stray}.`, { param: "input" });
  });
};

/** A thought goes back with what followed it, and where nothing was kept with its encrypted text. */
export const thoughts: Check = ({ body }) =>
  firstOf(itemsOf(body), (item, index) => {
    if (item["type"] !== "reasoning") return undefined;
    const id = textAt(item, "id") ?? "";
    if (body["store"] === false && !item["encrypted_content"]) {
      return {
        ...invalid(`Item with id '${id}' not found. Items are not persisted when \`store\` is set to false.`, {
          param: "input",
        }),
        status: 404,
      };
    }
    const next = itemsOf(body)[index + 1];
    const follows = next !== undefined && next["role"] !== "user" && !/_output$/.test(String(next["type"]));
    return follows
      ? undefined
      : invalid(`Item '${id}' of type 'reasoning' was provided without its required following item.`, {
          param: "input",
        });
  });
