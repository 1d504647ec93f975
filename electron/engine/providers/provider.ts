import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";

/** A dialect of the wire: how a request is shaped and how its answer is read. */
export type ProviderDialect = "openai" | "azure" | "anthropic";

/**
 * A provider as data. An OpenAI-compatible server is one of these and no code; quirks are fields here, never an
 * `if (id === …)` elsewhere. Names of variables and bases follow LiteLLM (`get_llm_provider_logic.py`, `main.py` 1.78.2).
 */
export interface ProviderPreset {
  id: string;
  label: string;
  dialect: ProviderDialect;
  /** Model prefixes that lead here, without the slash; the first is the one to show. */
  prefixes: string[];
  /** Environment variables that may hold the key; the first that is set wins. */
  keyVariables: string[];
  baseVariables: string[];
  /** Null: the person has to give one. */
  defaultBaseUrl: string | null;
  keyRequired: boolean;
  /** Sent in place of a key where a server wants some key (LiteLLM sends `fake-api-key`). Not a secret. */
  dummyKey?: string;
  /** Appended to a base URL that does not end with it. */
  basePathSuffix?: string;
  /** Headers every request to this provider carries. */
  headers?: Record<string, string>;
  /** The server runs on this machine or network: one call at a time by default. */
  local?: boolean;
  /** It refuses a conversation of system messages alone. */
  needsUserMessage?: boolean;
  /** It counts tokens at the end of every stream and may refuse `stream_options`. */
  usageUnasked?: boolean;
  /** OpenAI parameters this provider has under another name. */
  rename?: Record<string, string>;
  /** OpenAI parameters this provider refuses, with the reason. */
  refuses?: Record<string, string>;
}

/** What a provider's API knows, as data (`providers/<dialect>/parameters.ts` and the preset's quirks). */
export interface ParameterRules {
  providerLabel: string;
  known: ReadonlySet<string>;
  /** OpenAI's name → the target's name. */
  rename: Readonly<Record<string, string>>;
  /** OpenAI's name → why this provider refuses it. */
  refuses: Readonly<Record<string, string>>;
}

export interface ProviderIo {
  /** The recording fetch of one attempt. */
  fetch: typeof globalThis.fetch;
  signal: AbortSignal;
}

/** An SSE event as the decoder saw it. */
export interface DecodedFrame {
  event?: string | undefined;
  data: string;
}

/** What a decoder is given besides the response. */
export interface DecodeIo {
  /** Told of every SSE event, so that the record has them without a second parse. */
  onFrame?: ((frame: DecodedFrame) => void) | undefined;
  /** Longest line and event accepted, in characters. */
  limits: { line: number; event: number };
}

/** What a refused request said, as far as the dialect tells. */
export interface ProviderErrorDetail {
  message: string;
  code?: string;
  type?: string;
}

/**
 * An adapter over one official SDK. It knows the dialect and nothing of retries, recording or secrets: the key it is
 * given is a placeholder.
 */
export interface ProviderAdapter {
  dialect: ProviderDialect;
  /** Builds and carries the request; resolves with the raw response, whatever its status. */
  open(plan: RequestPlan, preset: ProviderPreset, apiKey: string, io: ProviderIo): Promise<Response>;
  /**
   * Turns a 2xx body into events. Ends normally when the bytes end, whether or not a full stop came: the caller
   * judges the outcome from `finish` and `terminated`.
   * @throws AppFailure of the transport (`connection_lost`, `idle_timeout`, `cancelled`, …) and `limit_exceeded`.
   */
  decode(response: Response, stream: boolean, io: DecodeIo): AsyncIterable<ProviderEvent>;
  /** Reads the body of a refused request. */
  parseError(body: string): ProviderErrorDetail;
}
