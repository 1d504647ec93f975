import type { JsonObject } from "@shared/domain/json/json.ts";
import type { FakeApi } from "../../fakes/provider/answers.ts";
import type { FakeProvider } from "../../fakes/provider/fake-provider.ts";
import type { CheckName } from "../../fakes/provider/refusals/refuse.ts";

/** A body that a service refuses, the check that sees it, and the service's words. */
export type RefusedRow = [check: CheckName, body: JsonObject, words: string];

const paths: Record<FakeApi, string> = {
  openai: "/v1/chat/completions",
  azure: "/openai/deployments/dep/chat/completions?api-version=2024-10-21",
  anthropic: "/v1/messages",
  responses: "/v1/responses",
  completions: "/v1/completions",
  embeddings: "/v1/embeddings",
};
/** What each service is shown by who may ask it. */
export const heads: Record<FakeApi, Record<string, string>> = {
  openai: { authorization: "Bearer sk-any" },
  azure: { "api-key": "any" },
  anthropic: { "x-api-key": "any", "anthropic-version": "2023-06-01" },
  responses: { authorization: "Bearer sk-any" },
  completions: { authorization: "Bearer sk-any" },
  embeddings: { authorization: "Bearer sk-any" },
};

/** Asks the fake as a client of a service does. */
export async function askFake(
  server: FakeProvider,
  api: FakeApi,
  body: JsonObject | string,
  headers: Record<string, string> = heads[api],
) {
  const response = await fetch(`${server.origin}${paths[api]}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
