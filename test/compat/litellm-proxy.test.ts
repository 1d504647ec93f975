import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { listAt, objectAt, parseObject } from "@shared/domain/json/read-json.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { canary, type GatewayWorld, openWorld } from "../conformance/gateway/gateway-world.ts";
import type { Script } from "../fakes/provider/scripts.ts";
import { drawn } from "../prove-scale.ts";
import { knownProxyDifferences } from "./known-proxy-differences.ts";
import { type LiteLlmProxy, startLiteLlmProxy } from "./litellm-proxy.ts";
import { type ProxyRequest, proxyConfig, proxyPrompts, proxyRequest } from "./proxy-requests.ts";
import { type Difference, differencesOf, sentRequest } from "./request-differences.ts";

/**
 * The same generated requests to LiteLLM's proxy and to the gateway (its clients' messages appended, as LiteLLM does),
 * on one config, before the same strict fakes: status, what reaches the provider, what the client gets. A difference has
 * a known reason (`known-proxy-differences.ts`) or fails.
 */
/** A call of LiteLLM's takes a second where two cores are busy. */
const patient = { timeout: 7_200_000 };

describe.each(["litellm", "litellm-newest-proxy"] as const)("the proxy of %s beside the gateway", (environment) => {
  const python = inject("pythons")[environment];
  let world: GatewayWorld;
  let peer: LiteLlmProxy;

  beforeAll(async () => {
    if (python === "") return;
    world = await openWorld({ config: proxyConfig, prompts: proxyPrompts, mode: "append" });
    const { provider, langfuse } = world;
    const config = proxyConfig
      .replaceAll("PROVIDER_URL", provider.baseUrl("openai"))
      .replaceAll("ORIGIN", provider.origin);
    peer = await startLiteLlmProxy(python, config, {
      LANGFUSE_HOST: langfuse.url,
      LANGFUSE_PUBLIC_KEY: langfuse.publicKey,
      LANGFUSE_SECRET_KEY: langfuse.secretKey,
      PROVIDER_KEY: canary,
    });
  }, patient.timeout);
  afterAll(async () => {
    await peer?.close();
    await world?.close();
  });

  it.skipIf(python === "")("lists the same models", async () => {
    const listed = async (url: string) => {
      const { data } = (await (await fetch(`${url}/v1/models`)).json()) as { data: { id: string }[] };
      return data.map(({ id }) => id).sort();
    };
    expect(await listed(world.url)).toEqual(await listed(peer.url));
  });

  it.skipIf(python === "")("answers the same, but for what has a known reason", patient, async () => {
    // Newer versions are told apart from ours by fewer requests: the pinned one is the measure.
    const cases = fc.sample(proxyRequest, drawn(environment === "litellm" ? 100 : 40));
    const found = new Map<string, number>();
    const unknown: string[] = [];
    let equal = 0;
    for (const [index, asked] of cases.entries()) {
      world.provider.always(scriptOf(asked, index));
      const theirs = await observe(peer.url, asked);
      const ours = await observe(world.url, asked);
      const differences = differencesOf(theirs, ours);
      if (differences.length === 0) equal += 1;
      for (const difference of differences) {
        const known = knownProxyDifferences.find(({ explains }) => explains(difference, asked, { theirs, ours }));
        if (known) found.set(known.reason, (found.get(known.reason) ?? 0) + 1);
        else unknown.push(describeUnknown(asked, difference));
      }
    }
    console.log(`${environment}: ${equal} of ${cases.length} requests are answered the same; differences by reason:`);
    for (const [reason, count] of [...found].sort(([, a], [, b]) => b - a)) {
      console.log(`${String(count).padStart(5)}  ${reason}`);
    }
    expect(unknown.slice(0, 40)).toEqual([]);
  });

  async function observe(url: string, { path, body }: ProxyRequest): Promise<JsonObject> {
    const before = world.provider.requests.length;
    const response = await fetch(`${url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer sk-any" },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    const sent = world.provider.requests.slice(before).map((request) => ({ ...sentRequest(request) }));
    const answer = response.headers.get("content-type")?.startsWith("text/event-stream")
      ? streamOf(text)
      : wholeOf(text);
    return { status: response.status, requests: sent.length, sent: sent.at(-1) ?? null, answer };
  }
});

function scriptOf({ body, status }: ProxyRequest, index: number): Script {
  if (status !== 200) return { kind: "status", status, message: `told ${status}` };
  if (body["tools"] !== undefined && index % 2 === 0) {
    return {
      kind: "answer",
      answer: { toolCalls: [{ id: "call_7", name: "weather", arguments: '{"city":"Paris"}' }] },
    };
  }
  return {
    kind: "answer",
    answer: { text: body["response_format"] === undefined ? "Two words." : '{"city":"Paris"}' },
  };
}

/** What a client reads of a whole answer; of an error, that it is one in OpenAI's form. */
function wholeOf(text: string): JsonValue {
  const json = parseObject(text);
  if (json === undefined) return `no object: ${text.slice(0, 80)}`;
  if (objectAt(json, "error") !== undefined) return "error";
  const [choice] = listAt(json, "choices") as JsonObject[];
  const message = objectAt(choice, "message");
  return {
    model: json["model"] ?? null,
    text: message?.["content"] ?? "",
    calls: (listAt(message, "tool_calls") as JsonObject[]).map((call) => callOf(objectAt(call, "function"))),
    finish: choice?.["finish_reason"] ?? null,
    tokens: objectAt(json, "usage")?.["total_tokens"] ?? null,
  };
}

const emptyObject: JsonObject = {};

function streamOf(text: string): JsonValue {
  const frames = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = ""]) => data.trim());
  const chunks = frames.map((data) => parseObject(data)).filter((chunk): chunk is JsonObject => chunk !== undefined);
  if (chunks.some((chunk) => "error" in chunk)) return "error in the stream";
  const choices = chunks.flatMap((chunk) => listAt(chunk, "choices") as JsonObject[]);
  const deltas = choices.map((choice) => objectAt(choice, "delta") ?? emptyObject);
  const parts = deltas
    .flatMap((delta) => listAt(delta, "tool_calls") as JsonObject[])
    .map((call) => objectAt(call, "function") ?? emptyObject);
  const joined = (of: JsonObject[], key: string) => of.map((part) => part[key] ?? "").join("");
  return {
    model: chunks[0]?.["model"] ?? null,
    text: joined(deltas, "content"),
    calls: parts.length === 0 ? [] : [callOf({ name: joined(parts, "name"), arguments: joined(parts, "arguments") })],
    finish: choices.map((choice) => choice["finish_reason"]).find((reason) => typeof reason === "string") ?? null,
    done: frames.at(-1) === "[DONE]",
  };
}

function callOf(call: JsonObject | undefined): JsonValue {
  return { name: call?.["name"] ?? "", arguments: parseObject(String(call?.["arguments"] ?? "")) ?? {} };
}

function describeUnknown({ path, body, status }: ProxyRequest, { at, theirs, ours }: Difference): string {
  const asked = Object.keys(body).filter((key) => key !== "model" && key !== "messages");
  return `${body.model} ${path} (${asked.join(" ")}; ${status}): ${at}: LiteLLM ${JSON.stringify(theirs)}, ours ${JSON.stringify(ours)}`;
}
