import type { ProviderIo, ProviderPreset } from "../providers/provider.ts";

/** Longer than any limit of ours, which alone decide; the SDKs demand a number. */
export const noSdkTimeout = 2_147_483_647;
export const userAgent = "Promptscope";
/** The SDKs refuse to work without a key; the real one never passes through them. */
export const noSdkKey = "no-key";

/** Building a client costs as much as building many requests, so those of the last base URLs are kept. */
export const mostClients = 16;

export interface SdkCall {
  io: ProviderIo;
  preset: ProviderPreset;
  /** The header with the key: its name, and its value with the placeholder. */
  auth: readonly [name: string, value: string];
  /** Other headers of the dialect. */
  headers?: Readonly<Record<string, string>>;
}

/** What `buildRequest` of an SDK's client gives. */
interface BuiltRequest {
  req: { method?: string; headers: Headers; body?: unknown };
  url: string;
}

/**
 * Sends a request that an SDK has built through the recording fetch and returns the raw answer whatever its status.
 * The SDK does not carry it: it would read error bodies, follow `x-should-retry`, and give the connection up when its
 * own answer object is collected.
 * @throws what the recording fetch throws.
 */
export function sendBuilt({ req, url }: BuiltRequest, call: SdkCall): Promise<Response> {
  if (typeof req.body !== "string") throw new Error("The SDK built no JSON body.");
  return call.io.fetch(url, { method: req.method ?? "POST", headers: wireHeaders(call, req.headers), body: req.body });
}

/**
 * The headers that leave: those the dialect needs, in one order. What SDKs tell about this machine (`x-stainless-*`)
 * and what their own environment variables add (`OPENAI_CUSTOM_HEADERS`) is left out.
 */
function wireHeaders(call: SdkCall, built: Headers): [string, string][] {
  return [
    ["content-type", built.get("content-type") ?? "application/json"],
    ["accept", "application/json"],
    ["user-agent", userAgent],
    ...Object.entries(call.headers ?? {}),
    ...Object.entries(call.preset.headers ?? {}),
    [call.auth[0], call.auth[1]],
  ];
}
