import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { toOpenAiTools } from "@shared/domain/message/tool-definitions.ts";

/** A function tool as fields show it. */
export interface ToolForm {
  name: string;
  description: string;
  /** JSON schema of the arguments. */
  parameters: JsonValue;
}

const noParameters: JsonObject = { type: "object", properties: {} };

export const newTool: ToolForm = { name: "", description: "", parameters: noParameters };

/** Tool definitions of any known form as fields, and those no field can show as they are. */
export function toolForms(value: JsonValue | undefined): (ToolForm | JsonValue)[] {
  const tools = toOpenAiTools(value ?? []).value;
  return Array.isArray(tools) ? tools.map((tool) => formOf(tool) ?? tool) : [];
}

export function isToolForm(tool: ToolForm | JsonValue): tool is ToolForm {
  return typeof tool === "object" && tool !== null && !Array.isArray(tool) && !("type" in tool) && "parameters" in tool;
}

/** Fields as the definitions that are sent, in OpenAI's form. */
export function toolDefinitions(forms: readonly (ToolForm | JsonValue)[]): JsonValue {
  return forms.map((form) => {
    if (!isToolForm(form)) return form;
    const { name, description, parameters } = form;
    return { type: "function", function: { name, ...(description === "" ? {} : { description }), parameters } };
  });
}

/** A definition with keys that no field shows, such as `strict`, is left as it is. */
function formOf(tool: JsonValue): ToolForm | undefined {
  const definition = isJsonObject(tool) && tool["type"] === "function" ? tool["function"] : undefined;
  if (!isJsonObject(definition)) return undefined;
  const { name, description = "", parameters = noParameters, ...others } = definition;
  if (typeof name !== "string" || typeof description !== "string" || Object.keys(others).length > 0) return undefined;
  return { name, description, parameters };
}
