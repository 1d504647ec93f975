/** Puts a no-break space between thousands: 1284 → "1 284". */
export function formatCount(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, "\u00a0");
}

/** A duration in milliseconds as "812 ms", "1.24 s", "12.4 s" or "1 m 04 s". */
export function formatDuration(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  if (whole < 1000) return `${whole} ms`;
  if (whole < 9995) return `${(whole / 1000).toFixed(2)} s`;
  if (whole < 59_950) return `${(whole / 1000).toFixed(1)} s`;
  const seconds = Math.round(whole / 1000);
  return `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, "0")} s`;
}

/** Tokens per second as "84 tok/s", with one decimal below ten. */
export function formatRate(tokensPerSecond: number): string {
  const shown = tokensPerSecond < 9.95 ? tokensPerSecond.toFixed(1) : formatCount(tokensPerSecond);
  return `${shown} tok/s`;
}

/** Bytes, never rounded: what is shown can be compared with a log. */
export function formatBytes(bytes: number): string {
  return `${formatCount(bytes)} B`;
}

/** Tokens in and out as "361→118"; what the provider did not report is a dash. Undefined when it reported neither. */
export function formatTokens(input: number | undefined, output: number | undefined): string | undefined {
  if (input === undefined && output === undefined) return undefined;
  const side = (tokens: number | undefined) => (tokens === undefined ? "—" : formatCount(tokens));
  return `${side(input)}→${side(output)}`;
}

/** US dollars as "$0.0012", with more places the smaller it is; "<$0.0001" below what can be told apart. */
export function formatCost(usd: number): string {
  if (usd === 0) return "$0";
  if (usd < 0.0001) return "<$0.0001";
  return usd < 0.1 ? `$${usd.toFixed(4)}` : `$${usd.toFixed(2)}`;
}

/** "1 message", "3 messages". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** The time between `then` and `now` (both UTC ms) as "just now", "40 s", "12 min", "3 h", "5 d". */
export function formatAge(then: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - then) / 1000));
  if (seconds < 5) return "just now";
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** A time to wait in whole seconds as "45 s", "59 min 52 s" or "2 h 05 min". */
export function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
  return `${Math.floor(seconds / 3600)} h ${String(Math.floor((seconds % 3600) / 60)).padStart(2, "0")} min`;
}
