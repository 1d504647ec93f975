import type { ProviderIo, ProviderPreset } from "./provider.ts";

/** Longer than any limit of ours, which alone decide; the SDKs demand a number. */
export const noSdkTimeout = 2_147_483_647;
export const userAgent = "Promptscope";

export interface SdkCall {
  io: ProviderIo;
  preset: ProviderPreset;
  /** The header with the key: its name, and its value with the placeholder. */
  auth: readonly [name: string, value: string];
  /** Other headers of the dialect. */
  headers?: Readonly<Record<string, string>>;
}

/**
 * Lets an SDK build a request, sends it through the recording fetch, and returns the raw answer whatever its status.
 * The SDK is given an empty answer in its place: it would read error bodies, follow `x-should-retry`, and give the
 * connection up when its own answer object is collected.
 * @throws what the recording fetch threw, not the SDK's wrapping of it.
 */
export async function sendThroughSdk(
  call: SdkCall,
  send: (fetch: typeof globalThis.fetch) => Promise<unknown>,
): Promise<Response> {
  let answer: Response | undefined;
  let failure: { error: unknown } | undefined;
  const capture: typeof globalThis.fetch = async (input, init) => {
    try {
      answer = await call.io.fetch(input, {
        method: init?.method ?? "POST",
        headers: wireHeaders(call, new Headers(init?.headers)),
        ...(init?.body === undefined ? {} : { body: init.body }),
        signal: call.io.signal,
      });
    } catch (error) {
      failure = { error };
      throw error;
    }
    return new Response(null, { status: 200 });
  };
  try {
    await send(capture);
  } catch (error) {
    throw failure ? failure.error : error;
  }
  if (!answer) throw new Error("The SDK sent no request.");
  return answer;
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
