const requestId = /(^|-)(request-id|trace-id)$|^x-request-id$|^cf-ray$/i;
const rateLimit = /ratelimit|^retry-after/i;

function rank(name: string): number {
  if (requestId.test(name)) return 0;
  return rateLimit.test(name) ? 1 : 2;
}

/** Response headers with request ids and rate limits first; the order received is kept within each group. */
export function liftedHeaders(
  headers: readonly [string, string][],
): { name: string; value: string; lifted: boolean }[] {
  return headers
    .map(([name, value]) => ({ name, value, rank: rank(name) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ name, value, rank }) => ({ name, value, lifted: rank < 2 }));
}
