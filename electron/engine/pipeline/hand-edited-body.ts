import { isJsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";

/** Marks a plan whose body is replaced, and takes from that body whether an answer will be streamed. */
export function planHandEdited(plan: RequestPlan, body: string): RequestPlan {
  const value = parse(body);
  const isObject = isJsonObject(value);
  const message = isObject
    ? "The body was edited by hand; messages and parameters above it are not what is sent."
    : "The body was edited by hand and is not a JSON object; the provider will refuse it.";
  return {
    ...plan,
    handEdited: true,
    stream: isObject ? value["stream"] === true : plan.stream,
    warnings: [...plan.warnings, { code: "hand_edited", stage: "request", subject: "body", message }],
  };
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
