import { isJsonObject, type JsonObject } from "@shared/domain/json/json.ts";
import { listAt, textAt } from "@shared/domain/json/read-json.ts";

/** What Anthropic takes only with a header that names it, as LiteLLM sends them (`llms/anthropic/common_utils.py`, 1.108.7). */
const ofKeys: Readonly<Record<string, string>> = {
  context_management: "context-management-2025-06-27",
  mcp_servers: "mcp-client-2025-04-04",
};

const ofTools: Readonly<Record<string, string>> = {
  code_execution_20250522: "code-execution-2025-05-22",
  code_execution_20250825: "code-execution-2025-08-25",
  computer_20241022: "computer-use-2024-10-22",
  computer_20250124: "computer-use-2025-01-24",
  computer_20251124: "computer-use-2025-11-24",
  memory_20250818: "context-management-2025-06-27",
  web_fetch_20250910: "web-fetch-2025-09-10",
};

/** The values of `anthropic-beta` that a body needs. */
export function betasOf(body: JsonObject): string[] {
  const tools = listAt(body, "tools").flatMap((tool) => (isJsonObject(tool) ? (textAt(tool, "type") ?? []) : []));
  const named = [
    ...Object.keys(ofKeys).flatMap((key) => (body[key] === undefined ? [] : (ofKeys[key] ?? []))),
    ...tools.flatMap((type) => (Object.hasOwn(ofTools, type) ? (ofTools[type] ?? []) : [])),
  ];
  return [...new Set(named)];
}
