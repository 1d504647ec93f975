import { type AttemptFailure, decideRetry, readRetryAfter, waitFor } from "@engine/http/retry-policy.ts";
import { describe, expect, it } from "vitest";

const now = Date.parse("Mon, 23 Nov 2026 10:00:00 GMT");
const clock = { now: () => now, random: () => 0.5 };
const status = (code: number, headers: Record<string, string> = {}): AttemptFailure => ({
  kind: "status",
  status: code,
  headers: new Headers(headers),
});

describe("decideRetry (RTY-1)", () => {
  it.each([408, 409, 429, 500, 502, 503, 529])("tries again after %i", (code) => {
    expect(decideRetry(status(code), 1, clock)).toEqual({ retry: true, delayMs: 500 });
  });

  it.each([400, 401, 403, 404, 422])("never tries again after %i, whatever the server asks", (code) => {
    expect(decideRetry(status(code, { "retry-after": "1" }), 1, clock).retry).toBe(false);
  });

  it("stops after two retries", () => {
    expect(decideRetry(status(500), 2, clock)).toEqual({ retry: true, delayMs: 1000 });
    expect(decideRetry(status(500), 3, clock)).toEqual({ retry: false });
  });

  it("tries a connection again, but no timeout that may have cost tokens", () => {
    expect(decideRetry({ kind: "error", code: "connection_refused" }, 1, clock).retry).toBe(true);
    expect(decideRetry({ kind: "error", code: "first_byte_timeout" }, 1, clock).retry).toBe(false);
    expect(decideRetry({ kind: "error", code: "tls_failed" }, 1, clock).retry).toBe(false);
  });

  it("keeps to a wait of a minute and gives up on a longer one, saying how long", () => {
    expect(decideRetry(status(429, { "retry-after": "60" }), 1, clock)).toEqual({ retry: true, delayMs: 60_000 });
    expect(decideRetry(status(429, { "retry-after": "3600" }), 1, clock)).toEqual({
      retry: false,
      retryAfterMs: 3_600_000,
    });
  });
});

describe("readRetryAfter (RTY-1)", () => {
  it.each([
    [{ "retry-after-ms": "20" }, 20],
    [{ "retry-after": "1.5" }, 1500],
    [{ "retry-after-ms": "junk", "retry-after": "2" }, 2000],
    [{ "retry-after": "Mon, 23 Nov 2026 10:00:30 GMT" }, 30_000],
    [{ "retry-after": "Mon, 23 Nov 2026 09:00:00 GMT" }, undefined],
    [{ "retry-after": "-5" }, undefined],
    [{ "retry-after": "0" }, undefined],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "1e3" }, undefined],
    [{}, undefined],
  ])("reads %j as %s", (headers, expected) => {
    expect(readRetryAfter(new Headers(headers as Record<string, string>), now)).toBe(expected);
  });
});

describe("waitFor", () => {
  it("ends at once when stopped, also when it was stopped before", async () => {
    const abort = new AbortController();
    const waiting = waitFor(3_600_000, abort.signal);
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ error: { code: "cancelled" } });
    await expect(waitFor(3_600_000, abort.signal)).rejects.toMatchObject({ error: { code: "cancelled" } });
  });
});
