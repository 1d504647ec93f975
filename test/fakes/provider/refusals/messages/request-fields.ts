import type { MessageCreateParams as BetaParams } from "@anthropic-ai/sdk/resources/beta/messages/messages";
import type { MessageCreateParams } from "@anthropic-ai/sdk/resources/messages/messages";
import { isJsonObject } from "../../../../../shared/domain/json/json.ts";
import { type Check, firstOf, invalid } from "../refusal.ts";

/** Every field of a Messages request, by the types of Anthropic's own client: one it gains does not compile here. */
const fields = {
  cache_control: true,
  container: true,
  diagnostics: true,
  inference_geo: true,
  max_tokens: true,
  messages: true,
  metadata: true,
  model: true,
  output_config: true,
  service_tier: true,
  speed: true,
  stop_sequences: true,
  stream: true,
  system: true,
  thinking: true,
  tool_choice: true,
  tools: true,
  user_profile_id: true,
  workspace_id: true,
} as const satisfies Record<keyof MessageCreateParams, true>;

/** The client has dropped them, models that take them are still served. */
const earlierFields = ["temperature", "top_k", "top_p"];

/** Taken only with an `anthropic-beta` header. */
const betaFields = {
  billing_policy: true,
  compaction: true,
  context_management: true,
  fallback_credit_token: true,
  fallbacks: true,
  mcp_servers: true,
  output_format: true,
  thread: true,
} as const satisfies Record<Exclude<keyof BetaParams, keyof MessageCreateParams | "betas">, true>;

export const unknownField: Check = ({ header, body }) =>
  firstOf(Object.keys(body), (key) => {
    const known = Object.hasOwn(fields, key) || earlierFields.includes(key);
    const beta = header("anthropic-beta") !== undefined && Object.hasOwn(betaFields, key);
    return known || beta ? undefined : invalid(`${key}: Extra inputs are not permitted`);
  });

export const missingField: Check = ({ body }) =>
  firstOf(["model", "messages", "max_tokens"], (key) =>
    body[key] === undefined ? invalid(`${key}: Field required`) : undefined,
  );

export const metadataField: Check = ({ body: { metadata } }) => {
  if (!isJsonObject(metadata)) return undefined;
  const unknown = Object.keys(metadata).find((key) => key !== "user_id");
  return unknown === undefined ? undefined : invalid(`metadata.${unknown}: Extra inputs are not permitted`);
};
