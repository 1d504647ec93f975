import type { ResponseOutputItem, ResponseOutputText, ResponseStreamEvent } from "openai/resources/responses/responses";

/* The package's types are the measure of what there is; nothing of it runs here. */

export type EventType = ResponseStreamEvent["type"];
export type AnnotationType = ResponseOutputText["annotations"][number]["type"];
/** Items that are neither words nor thoughts nor calls of the caller's tools. */
export type ServerItemType = Exclude<
  ResponseOutputItem["type"],
  "message" | "reasoning" | "function_call" | "custom_tool_call"
>;
