/** A secret inside a header or URL: the reference, never the value. `variable` replaces it in curl and code. */
export interface SecretRef {
  secret: string;
  variable: string;
  hint: string;
}

/** Text in which secrets are references. Joined with their values it is what goes over the wire. */
export type WireText = (string | SecretRef)[];

export interface WireHeader {
  name: string;
  value: WireText;
}

/** The request exactly as it is sent: header order kept, body byte for byte (UTF-8 text). */
export interface WireRequest {
  method: string;
  url: string;
  headers: WireHeader[];
  body: string;
  bodyBytes: number;
  /** Hex SHA-256 of the body bytes. */
  bodySha256: string;
}

export interface WireResponse {
  status: number;
  statusText: string;
  httpVersion: string;
  /** In the order received, names as received. Secrets echoed by a server are replaced. */
  headers: [name: string, value: string][];
  /** The decoded body as far as it was read; capped, see `bodyTruncated`. */
  body: string;
  /** The same bytes, secrets replaced, where they are not UTF-8 and `body` therefore is not exact. */
  bodyBase64?: string;
  bodyBytes: number;
  bodyTruncated: boolean;
}

/** One chunk of a streamed response: an SSE event as it stood on the wire. */
export interface WireFrame {
  index: number;
  /** Milliseconds since the request was started. */
  at: number;
  bytes: number;
  event?: string;
  data: string;
}

/** Milliseconds since the request was started; absent where it did not happen (a reused socket has no `dns`). */
export interface WireTimings {
  reusedConnection: boolean;
  dns?: number;
  connect?: number;
  tls?: number;
  requestSent?: number;
  firstByte?: number;
  end?: number;
}

/** One HTTP exchange of a run: to Langfuse or to the provider. A retry is an exchange of its own. */
export interface Exchange {
  id: string;
  kind: "langfuse" | "provider";
  attempt: number;
  /** UTC milliseconds. */
  startedAt: number;
  request: WireRequest;
  response?: WireResponse;
  frames: WireFrame[];
  framesTruncated: boolean;
  timings: WireTimings;
  /** The proxy it took, without a password; absent where it went direct. */
  proxy?: string;
  /** Set when no complete response came: what happened, in words. */
  failure?: string;
}
