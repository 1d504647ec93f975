import type { GatewayCallRow, GatewayEvent, GatewayStatus } from "@shared/domain/gateway/gateway.ts";
import type { EngineBench } from "../engine/open-engine.ts";

/** The documented page's config, with a parameter on each level. */
export const config = `
model_list:
  - model_name: my-langfuse-model # the page's own name
    litellm_params:
      model: langfuse/openai-model
      prompt_id: test-chat-prompt
      temperature: 0.5
  - model_name: openai-model
    litellm_params:
      model: openai/gpt-4o-mini
      api_key: os.environ/OPENAI_API_KEY
      seed: 5
`;

export const prompts = [
  {
    name: "test-chat-prompt",
    prompt: [
      { role: "system", content: "You are a helpful assistant." },
      { role: "user", content: "{{user_message}}" },
    ],
    labels: ["production"],
  },
  { name: "critic", prompt: "As a {{level}} critic, do you like {{movie}}?", labels: ["production"] },
];
/** Follows the gateway's events as a window does. */
export function watchGateway(bench: EngineBench) {
  const stop = new AbortController();
  const calls = new Map<string, GatewayCallRow>();
  const lines: string[] = [];
  let status: GatewayStatus | undefined;
  const waiting = new Set<() => void>();
  const take = (event: GatewayEvent) => {
    if (event.type === "status") status = event.status;
    else if (event.type === "debug") lines.push(...event.lines);
    else for (const call of event.calls) calls.set(call.runId, call);
    for (const wake of waiting) wake();
  };
  const done = (async () => {
    for await (const event of bench.engine.gateway.events(stop.signal)) take(event);
  })();
  return {
    lines,
    calls: () => [...calls.values()],
    status: () => status,
    async until(condition: () => boolean) {
      while (!condition()) {
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
        });
      }
    },
    async stop() {
      stop.abort();
      await done;
    },
  };
}
