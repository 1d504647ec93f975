import { readEnvironment } from "@engine/credentials/environment.ts";
import type { GatewayCall } from "@engine/gateway/call-record.ts";
import { openGateway } from "@engine/gateway/open-gateway.ts";
import { type GatewayServer, startGatewayServer } from "@engine/gateway/server/server.ts";
import { formatProblem } from "@engine/litellm/config-problem.ts";
import { configEnvironment, loadConfig } from "@engine/litellm/load-config.ts";
import type { ClientMessagesMode } from "@shared/domain/prompt/compiled.ts";
import OpenAI from "openai";
import { type FakeLangfuse, startFakeLangfuse } from "../../fakes/langfuse/fake-langfuse.ts";
import type { NewPrompt } from "../../fakes/langfuse/stored-prompts.ts";
import { type FakeProvider, startFakeProvider } from "../../fakes/provider/fake-provider.ts";

/** A gateway on a port, with a fake Langfuse and a fake provider behind it. */
export interface GatewayWorld {
  url: string;
  provider: FakeProvider;
  langfuse: FakeLangfuse;
  /** Calls that have ended, in order. */
  calls: GatewayCall[];
  /** Resolves when so many calls have ended. */
  ended(count: number): Promise<GatewayCall[]>;
  client(apiKey?: string): OpenAI;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  redact(text: string): string;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** `PROVIDER` becomes the fake's OpenAI base, `ORIGIN` its origin. */
  config: string;
  prompts?: NewPrompt[];
  mode?: ClientMessagesMode;
  fixedModel?: string;
  variables?: Record<string, string>;
  random?: () => number;
  follow?: Parameters<typeof openGateway>[0]["follow"];
  answers?: Parameters<typeof openGateway>[0]["answers"];
}

export const canary = "sk-canary-provider-0123456789";

export async function openWorld(options: WorldOptions): Promise<GatewayWorld> {
  const provider = await startFakeProvider();
  const langfuse = await startFakeLangfuse({ prompts: options.prompts ?? [] });
  const variables = {
    LANGFUSE_HOST: langfuse.url,
    LANGFUSE_PUBLIC_KEY: langfuse.publicKey,
    LANGFUSE_SECRET_KEY: langfuse.secretKey,
    PROVIDER_KEY: canary,
    ...options.variables,
  };
  const text = options.config
    .replaceAll("PROVIDER_URL", provider.baseUrl("openai"))
    .replaceAll("ORIGIN", provider.origin);
  const { config, problems } = loadConfig(text, {
    fileName: "config.yaml",
    environment: readEnvironment(variables),
    readIncluded: () => undefined,
  });
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(formatProblem).join("\n"));
  const calls: GatewayCall[] = [];
  const waiting = new Set<() => void>();
  const { gateway, redact } = openGateway({
    config,
    environment: configEnvironment(config, variables),
    clientMessagesMode: options.mode ?? "replace",
    ...(options.fixedModel === undefined ? {} : { fixedModel: options.fixedModel }),
    ...(options.follow ? { follow: options.follow } : {}),
    ...(options.answers ? { answers: options.answers } : {}),
    observe(call) {
      if (call.record.state !== "finished") return;
      calls.push(call);
      for (const wake of waiting) wake();
    },
  });
  const server: GatewayServer = await startGatewayServer({
    gateway,
    host: "127.0.0.1",
    port: 0,
    version: "0.0.0",
    monotonic: () => performance.now(),
  });
  const url = `http://127.0.0.1:${server.port}`;
  return {
    url,
    provider,
    langfuse,
    calls,
    redact,
    async ended(count) {
      while (calls.length < count) {
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
        });
      }
      return calls;
    },
    client: (apiKey = "sk-anything") => new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries: 0 }),
    post: (path, body, headers = {}) =>
      fetch(`${url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    async close() {
      await server.close();
      await provider.close();
      await langfuse.close();
    },
  };
}

/** The documented page's config, against the fakes. */
export const pageConfig = `
model_list:
  - model_name: my-langfuse-model
    litellm_params:
      model: langfuse/openai-model
      prompt_id: test-chat-prompt
      api_key: os.environ/PROVIDER_KEY
  - model_name: openai-model
    litellm_params:
      model: openai/gpt-3.5-turbo
      api_key: os.environ/PROVIDER_KEY
      api_base: PROVIDER_URL
`;

export const pagePrompt: NewPrompt = {
  name: "test-chat-prompt",
  prompt: [
    { role: "system", content: "You are a helpful assistant." },
    { role: "user", content: "{{user_message}}" },
  ],
  labels: ["production"],
};
