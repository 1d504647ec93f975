import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { listAt, objectAt, textAt } from "@shared/domain/json/read-json.ts";
import type { OutputPart } from "@shared/domain/message/output-part.ts";
import { responsesId } from "./id.ts";
import type { ServerItemType } from "./wire-types.ts";

/** What an item says of a step: where its input and its result stand, and who carries it out. */
interface StepForm {
  input?(item: JsonObject): JsonValue | undefined;
  output?(item: JsonObject): JsonValue | undefined;
  /** The caller has to carry it out or to answer it; `told`: the item says who. */
  runBy?: "client" | "told";
  /** It and its result are items of their own: which of the two it is. */
  half?: "use" | "result";
}

const at = (key: string) => (item: JsonObject) => item[key];
const argumentsOf = (item: JsonObject): JsonValue | undefined => asJson(item["arguments"]);

/** Every kind of item there is: a new one does not compile before it has a row. */
const forms: Record<ServerItemType, StepForm> = {
  web_search_call: { input: at("action") },
  file_search_call: { input: at("queries"), output: at("results") },
  // xAI has the code as arguments of a call.
  code_interpreter_call: { input: (item) => item["code"] ?? argumentsOf(item), output: at("outputs") },
  image_generation_call: { input: (item) => item["revised_prompt"] ?? item["prompt"] },
  mcp_call: { input: argumentsOf, output: (item) => item["error"] ?? item["output"] },
  mcp_list_tools: { output: (item) => item["error"] ?? item["tools"] },
  mcp_approval_request: { input: argumentsOf, runBy: "client" },
  mcp_approval_response: { output: at("approve") },
  tool_search_call: { input: argumentsOf, runBy: "told" },
  tool_search_output: { output: at("tools") },
  additional_tools: { output: at("tools") },
  shell_call: { input: at("action"), runBy: "told", half: "use" },
  shell_call_output: { output: at("output"), half: "result" },
  local_shell_call: { input: at("action"), runBy: "client" },
  local_shell_call_output: { output: at("output") },
  apply_patch_call: { input: at("operation"), runBy: "client" },
  apply_patch_call_output: { output: at("output") },
  computer_call: { input: (item) => item["actions"] ?? item["action"], runBy: "client" },
  computer_call_output: { output: at("output") },
  function_call_output: { output: at("output") },
  custom_tool_call_output: { output: at("output") },
  program: { input: at("code") },
  program_output: { output: at("result") },
  compaction: {},
};

/**
 * An item as a step that is shown: `{type, name?, id?, of?, status?, input?, output?, runBy?}`, and whole for the next turn. A kind
 * that nobody knows yet is shown by its name.
 */
export function serverToolOf(item: JsonObject): Extract<OutputPart, { value: unknown }> {
  const type = textAt(item, "type") ?? "";
  const { input, output, runBy, half }: StepForm = Object.hasOwn(forms, type) ? forms[type as ServerItemType] : {};
  const step: Record<string, JsonValue | undefined> = {
    type,
    name: textAt(item, "name"),
    ...(half === "use" ? { id: textAt(item, "call_id") } : {}),
    ...(half === "result" ? { of: textAt(item, "call_id") } : {}),
    status: textAt(item, "status"),
    input: input?.(item),
    output: output?.(item),
    runBy: isCallers(item, runBy) ? "client" : undefined,
  };
  const value = Object.fromEntries(Object.entries(step).filter(([, one]) => one !== undefined && one !== null));
  return { type: "server_tool", value: value as JsonObject, opaque: { api: responsesId, data: withoutResult(item) } };
}

/** Pictures that an item has: the one that was made, or those of a program that was run. */
export function picturesOf(item: JsonObject): Extract<OutputPart, { value: unknown }>[] {
  const made = item["type"] === "image_generation_call" ? textAt(item, "result") : undefined;
  const drawn = item["type"] === "code_interpreter_call" ? listAt(item, "outputs") : [];
  const urls = drawn.flatMap((one) => (isJsonObject(one) && one["type"] === "image" ? (textAt(one, "url") ?? []) : []));
  if (made) urls.push(asAddress(made, textAt(item, "output_format")));
  return urls.map((url) => ({ type: "image", value: { url } }));
}

function asAddress(picture: string, format: string | undefined): string {
  if (/^(?:data:|https?:)/.test(picture)) return picture;
  return `data:image/${format ?? formatOf(picture)};base64,${picture}`;
}

/** The first characters of a picture's Base64 say what it is. */
function formatOf(base64: string): string {
  if (base64.startsWith("/9j/")) return "jpeg";
  return base64.startsWith("UklGR") ? "webp" : "png";
}

/** The picture stands in a part of its own. */
function withoutResult(item: JsonObject): JsonObject {
  if (item["type"] !== "image_generation_call") return item;
  const { result: _, ...rest } = item;
  return rest;
}

function isCallers(item: JsonObject, runBy: StepForm["runBy"]): boolean {
  if (runBy !== "told") return runBy === "client";
  if (item["execution"] !== undefined) return item["execution"] === "client";
  // A shell without a container of the provider's is the caller's.
  return item["type"] === "shell_call" && textAt(objectAt(item, "environment"), "type") !== "container_reference";
}

function asJson(text: JsonValue | undefined): JsonValue | undefined {
  if (typeof text !== "string") return text;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}
