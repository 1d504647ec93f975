import { apiEndpoint, noKey } from "@engine/credentials/api-endpoint.ts";
import { createSend } from "@engine/http/recording-fetch.ts";
import { previewRequest } from "@engine/pipeline/execute-plan.ts";
import { builtInProviders } from "@engine/providers/registry.ts";
import { systemClock } from "@engine/time/clock.ts";
import type { ExportInput } from "@shared/domain/code/export-input.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { CredentialRef, RequestPlan } from "@shared/domain/run/request-plan.ts";

/** Text that breaks out of nearly every kind of quotes. */
export const nastyText = [
  `it's "quoted" \\ and $HOME \${HOME} $(id) \`id\` %PATH% #{x} {x}`,
  "second line\r\nthird\ttab \u0000\u001b[31m",
  "日本 🎉 e\u0301 “curly” ‘single’",
  "\u2028\u2029\ufeff \ud800 lone",
  '"""triple""" \'\'\' </script> \\N{BULLET} \\u0041',
].join("\n");

export interface RequestOptions {
  provider?: string;
  baseUrl?: string;
  model?: string;
  stream?: boolean;
  parameters?: JsonObject;
  extraBody?: JsonObject;
  content?: JsonValue;
  keyless?: boolean;
}

/** A plan and the request the real provider code makes of it. */
export async function requestFor(options: RequestOptions = {}): Promise<ExportInput> {
  const provider = builtInProviders.find(options.provider ?? "openai");
  if (!provider) throw new Error("There is no such provider.");
  const [api] = provider.apis;
  const stream = options.stream ?? false;
  const parameters = Object.entries(options.parameters ?? {}).map(([key, value]) => ({
    key,
    value,
    source: "override" as const,
    sent: true,
  }));
  const credential: CredentialRef = { id: "x", source: "environment", variable: "OPENAI_API_KEY", hint: "…" };
  const plan: RequestPlan = {
    route: {
      provider: provider.id,
      providerLabel: provider.label,
      model: options.model ?? "gpt-4o",
      requested: "",
      source: "call",
      rule: "",
    },
    api: api.id,
    endpoint: {
      baseUrl: options.baseUrl ?? provider.defaultBaseUrl ?? "http://127.0.0.1:1/v1",
      baseUrlSource: options.baseUrl ? "settings" : "default",
      credential: options.keyless ? null : credential,
    },
    messages: [{ role: "user", content: (options.content ?? nastyText) as string }],
    parameters: [
      ...parameters,
      ...api.parameters.defaults({ sentKeys: new Set(parameters.map(({ key }) => key)), stream }, provider),
    ],
    extraBody: options.extraBody ?? {},
    stream,
    warnings: [],
  };
  const { endpoint, allowed } = apiEndpoint(plan.endpoint, provider);
  const wire = await previewRequest({
    request: api.build(plan, { key: noKey, ...endpoint }),
    createSend,
    secrets: { resolve: () => "never" },
    allowed,
    signal: new AbortController().signal,
    clock: systemClock,
  });
  return { wire, plan };
}

export function codeOf(exported: { code: string } | { unavailable: string }): string {
  if ("unavailable" in exported) throw new Error(exported.unavailable);
  return exported.code;
}
