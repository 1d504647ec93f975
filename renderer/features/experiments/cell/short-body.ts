/** A body as one glance: lists of messages and tools as their counts, long texts cut. What is not JSON stays as it is. */
export function shortBody(body: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return body.length > 600 ? `${body.slice(0, 600)}…` : body;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return body.slice(0, 600);
  const lines = Object.entries(parsed).map(([key, value]) => `  ${JSON.stringify(key)}: ${shortValue(key, value)}`);
  return `{\n${lines.join(",\n")}\n}`;
}

function shortValue(key: string, value: unknown): string {
  if (Array.isArray(value)) {
    const what = value.length === 1 ? key.replace(/s$/, "") : key;
    return `[ ${value.length} ${what} ]`;
  }
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
