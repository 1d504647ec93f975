import type { JsonObject } from "@shared/domain/json/json.ts";
import fc from "fast-check";
import { conversation, parameters, tools, variables } from "./generated-calls.ts";

/** A request of a client, and what the provider behind does with it. */
export interface ProxyRequest {
  path: string;
  body: JsonObject & { model: string };
  /** The provider's status; 200: it answers. */
  status: number;
}

/** Both serve it; LiteLLM is told to retry as ours is, so that a failure is one request. */
export const proxyConfig = `
model_list:
  - model_name: gpt
    litellm_params: {model: openai/gpt-4o-mini, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}
  - model_name: tuned
    litellm_params: {model: openai/gpt-4.1, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL, temperature: 0.4, seed: 3}
  - model_name: reasoning
    litellm_params: {model: openai/o3-mini, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}
  - model_name: claude
    litellm_params: {model: anthropic/claude-sonnet-4-5, api_key: os.environ/PROVIDER_KEY, api_base: ORIGIN}
  - model_name: azure
    litellm_params: {model: azure/dep, api_key: os.environ/PROVIDER_KEY, api_base: ORIGIN, api_version: "2024-10-21"}
  - model_name: chat-prompt
    litellm_params: {model: langfuse/gpt, prompt_id: chat}
  - model_name: text-prompt
    litellm_params: {model: langfuse/gpt, prompt_id: text, prompt_variables: {topic: entry}}
  - model_name: config-prompt
    litellm_params: {model: langfuse/gpt, prompt_id: config}
router_settings: {num_retries: 0, disable_cooldowns: true, model_group_alias: {alias: gpt}}
litellm_settings: {drop_params: true, num_retries: 0}
`;

export const proxyPrompts = [
  {
    name: "chat",
    prompt: [
      { role: "system", content: "Be {{ n }}." },
      { role: "user", content: "About {{topic}}." },
    ],
    labels: ["production"],
  },
  { name: "text", prompt: "Tell of {{topic}} and {{n}}.", labels: ["production"] },
  {
    name: "config",
    prompt: "Say {{topic}}.",
    config: { model: "tuned", temperature: 0.1, top_p: 0.2 },
    labels: ["production"],
  },
];

const models = [
  "gpt",
  "tuned",
  "reasoning",
  "claude",
  "azure",
  "chat-prompt",
  "text-prompt",
  "config-prompt",
  "alias",
  "nobody",
];
const routes = fc.oneof(
  { weight: 4, arbitrary: fc.constant("/v1/chat/completions") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "/chat/completions",
      "/openai/deployments/MODEL/chat/completions",
      "/engines/MODEL/chat/completions",
    ),
  },
);
const status = fc.oneof(
  { weight: 5, arbitrary: fc.constant(200) },
  { weight: 1, arbitrary: fc.constantFrom(400, 401, 404, 422, 429, 500, 503) },
);

export const proxyRequest: fc.Arbitrary<ProxyRequest> = fc
  .tuple(
    fc.constantFrom(...models),
    routes,
    conversation,
    parameters,
    fc.array(fc.nat(3), { minLength: 10, maxLength: 10 }),
    tools,
    variables,
    status,
  )
  .map(([model, path, messages, given, kept, offered, values, answered]) => {
    const few = Object.fromEntries(Object.entries(given).filter((_entry, index) => kept[index] === 0));
    const ofPrompt = model.endsWith("-prompt") ? { prompt_variables: values } : {};
    return {
      path: path.replace("MODEL", model),
      body: { model, messages, ...few, ...offered, ...ofPrompt },
      status: answered,
    };
  });
