/** What a request to a server of ours may take before it is one: given to `createServer` of `node:http`. */
export const requestLimits = {
  maxHeaderSize: 16 * 1024,
  /** Milliseconds, as all that follow. Node's own are a minute and five. */
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  /** Node looks for overdue requests only every 30 s otherwise. */
  connectionsCheckingInterval: 2_000,
} as const;
