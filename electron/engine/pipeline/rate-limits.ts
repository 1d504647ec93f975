/** What an answer says is left of a limit until it is filled again. */
export interface RateLimit {
  of: "requests" | "tokens";
  remaining: number;
  /** Milliseconds from now. */
  resetMs: number;
}

type Headers = readonly (readonly [name: string, value: string])[];

/** `x-ratelimit-remaining-requests` with `x-ratelimit-reset-requests`, `anthropic-ratelimit-requests-remaining` with `…-reset`. */
const pairs: [of: RateLimit["of"], remaining: string, reset: string][] = [
  ["requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"],
  ["tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"],
  ["requests", "x-ratelimit-remaining", "x-ratelimit-reset"],
  ...["requests", "tokens", "input-tokens", "output-tokens"].map((what): [RateLimit["of"], string, string] => [
    what === "requests" ? "requests" : "tokens",
    `anthropic-ratelimit-${what}-remaining`,
    `anthropic-ratelimit-${what}-reset`,
  ]),
];

/** Limits that headers tell whole; what cannot be read is no limit. @param now UTC milliseconds. */
export function readRateLimits(headers: Headers, now: number): RateLimit[] {
  const values = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]));
  return pairs.flatMap(([of, remainingName, resetName]) => {
    const remaining = Number(values.get(remainingName)?.trim() || Number.NaN);
    const resetMs = readReset(values.get(resetName) ?? "", now);
    return Number.isFinite(remaining) && remaining >= 0 && resetMs !== undefined ? [{ of, remaining, resetMs }] : [];
  });
}

const part = /(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h)/g;
const wholly = /^(?:\d{1,9}(?:\.\d{1,9})?(?:ms|s|m|h)){1,5}$/;
const inMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
/** Above it a number is a time since 1970 and no wait. */
const longestSeconds = 1_000_000_000;

/** OpenAI's `1m12.5s`, seconds, a time since 1970 in seconds or milliseconds, or Anthropic's date. */
function readReset(text: string, now: number): number | undefined {
  const written = text.trim();
  if (wholly.test(written)) {
    return [...written.matchAll(part)].reduce(
      (sum, [, value, unit]) => sum + Number(value) * (inMs[unit ?? ""] ?? 0),
      0,
    );
  }
  if (/^\d{1,15}(\.\d{1,9})?$/.test(written)) {
    const value = Number(written);
    if (value < longestSeconds) return value * 1_000;
    return Math.max(0, (value < longestSeconds * 1_000 ? value * 1_000 : value) - now);
  }
  if (!/^\d{4}-\d\d-\d\dT/.test(written)) return undefined;
  const at = Date.parse(written);
  return Number.isFinite(at) ? Math.max(0, at - now) : undefined;
}
