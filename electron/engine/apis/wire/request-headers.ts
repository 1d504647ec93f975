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
  endpoint: ApiEndpoint,
  own: BuiltRequest["headers"],
  keyHeader: KeyHeader,
): BuiltRequest["headers"] {
  const { headers: asked = [] } = endpoint;
  const ours: BuiltRequest["headers"] = [
    ["content-type", "application/json"],
    ["accept", "application/json"],
    ["user-agent", userAgent],
    ...own,
    ...providerHeaders(endpoint, keyHeader),
  ];
  const names = new Set(asked.map(([name]) => name.toLowerCase()));
  return [...ours.filter(([name]) => !names.has(name.toLowerCase())), ...asked];
}

/** The headers of a request without a body. */
export function getHeaders(
  endpoint: ApiEndpoint,
  own: BuiltRequest["headers"],
  keyHeader: KeyHeader,
): BuiltRequest["headers"] {
  return [["accept", "application/json"], ...own, ...providerHeaders(endpoint, keyHeader)];
}

function providerHeaders({ provider, key, bearer }: ApiEndpoint, keyHeader: KeyHeader): BuiltRequest["headers"] {
  const headers: BuiltRequest["headers"] = Object.entries(provider.headers ?? {});
  if (key === undefined) return headers;
  if (bearer || provider.bearerKeys) return [...headers, bearerKey(key)];
  return [...headers, provider.keyHeader === undefined ? keyHeader(key) : [provider.keyHeader, key]];
}
