import type { ApiEndpoint, BuiltRequest } from "../api.ts";

const userAgent = "Promptscope";

/** The header that carries a key: its name and its whole value. */
type KeyHeader = (key: string) => [name: string, value: string];

export const bearerKey: KeyHeader = (key) => ["authorization", `Bearer ${key}`];

/**
 * The headers of a request with a body, in the one order they leave: those every API needs, the API's own, the
 * provider's, the key. Nothing tells about this machine.
 */
export function postHeaders(
  { provider, key }: ApiEndpoint,
  own: BuiltRequest["headers"],
  keyHeader: KeyHeader,
): BuiltRequest["headers"] {
  return [
    ["content-type", "application/json"],
    ["accept", "application/json"],
    ["user-agent", userAgent],
    ...own,
    ...providerHeaders(provider, key, keyHeader),
  ];
}

/** The headers of a request without a body. */
export function getHeaders(
  { provider, key }: ApiEndpoint,
  own: BuiltRequest["headers"],
  keyHeader: KeyHeader,
): BuiltRequest["headers"] {
  return [["accept", "application/json"], ...own, ...providerHeaders(provider, key, keyHeader)];
}

function providerHeaders(
  provider: ApiEndpoint["provider"],
  key: string | undefined,
  keyHeader: KeyHeader,
): BuiltRequest["headers"] {
  const headers: BuiltRequest["headers"] = Object.entries(provider.headers ?? {});
  if (key === undefined) return headers;
  return [...headers, provider.keyHeader === undefined ? keyHeader(key) : [provider.keyHeader, key]];
}
