import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { RewriteContext } from "../client-form.ts";

/** What of a body is the conversation, and which parameters of a plan say what a key of it says. */
export interface BodyKeys {
  conversation: readonly string[];
  saidBy: Readonly<Record<string, readonly string[]>>;
}

/**
 * The client's own body for a server of the same API: messages, tools and settings as they were written, where nothing else
 * counts more. A prompt's messages take the place of the client's, and what a prompt's config or the entry's parameters
 * say is as the API builds it; a parameter that the model does not take is not put back.
 */
export function ownBody(body: JsonObject, plan: RequestPlan, context: RewriteContext, keys: BodyKeys): JsonObject {
  const { built } = context;
  const written: JsonObject = { model: built["model"] ?? plan.route.model };
  for (const key of new Set([...Object.keys(body), ...Object.keys(built)])) {
    if (key === "model" || key === "stream") continue;
    const value = saidOf(key, body, plan, context, keys);
    if (value !== undefined && value !== null) written[key] = value;
  }
  return built["stream"] === undefined ? written : { ...written, stream: built["stream"] };
}

function saidOf(
  key: string,
  body: JsonObject,
  { parameters, extraBody }: RequestPlan,
  { built, isFilled }: RewriteContext,
  { conversation, saidBy }: BodyKeys,
): JsonValue | undefined {
  if (conversation.includes(key)) return isFilled ? built[key] : body[key];
  if (Object.hasOwn(extraBody, key)) return built[key];
  const names = saidBy[key] ?? [key];
  const said = parameters.filter((one) => names.includes(one.key));
  // No parameter says a hint.
  if (said.length === 0) return body[key];
  return said.every(({ source, sent }) => source === "call" && sent) ? body[key] : built[key];
}
