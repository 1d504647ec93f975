import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { RewriteContext } from "../client-form.ts";
import { saidBy } from "./read-parameters.ts";

/**
 * The client's own body for a server of the same API: blocks, tools and settings as they were written, where nothing else
 * counts more. A prompt's messages take the place of the client's, and what a prompt's config or the entry's parameters
 * say is as the API builds it; a parameter that the model does not take is not put back.
 */
export function rewrite(body: JsonObject, plan: RequestPlan, context: RewriteContext): JsonObject {
  const { built } = context;
  const written: JsonObject = { model: built["model"] ?? plan.route.model };
  for (const key of new Set([...Object.keys(body), ...Object.keys(built)])) {
    if (key === "model" || key === "stream") continue;
    const value = saidOf(key, body, plan, context);
    if (value !== undefined && value !== null) written[key] = value;
  }
  return built["stream"] === undefined ? written : { ...written, stream: built["stream"] };
}

function saidOf(
  key: string,
  body: JsonObject,
  { parameters, extraBody }: RequestPlan,
  { built, isFilled }: RewriteContext,
): JsonValue | undefined {
  if (key === "messages" || key === "system") return isFilled ? built[key] : body[key];
  if (Object.hasOwn(extraBody, key)) return built[key];
  const names = saidBy[key] ?? [key];
  const said = parameters.filter((one) => names.includes(one.key));
  // No parameter says a hint.
  if (said.length === 0) return body[key] ?? built[key];
  return said.every(({ source, sent }) => source === "call" && sent) ? body[key] : built[key];
}
