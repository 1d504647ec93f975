import { createRunMeter } from "@engine/pipeline/run-meter.ts";
import { describe, expect, it } from "vitest";

function metricsOf(firstAt: number, lastAt: number) {
  const meter = createRunMeter(1_000, true);
  meter.attempt(1_000);
  meter.content({ type: "text", text: "a" }, firstAt);
  meter.content({ type: "text", text: "b" }, lastAt);
  meter.content({ type: "usage", usage: { outputTokens: 100 } }, lastAt);
  return meter.metrics(lastAt + 1);
}

describe("the figures of a run", () => {
  it("count tokens a second from the first token to the last (a slow start would pass for a slow model)", () => {
    expect(metricsOf(6_000, 8_000)).toMatchObject({ tokensPerSecond: 50, ttftMs: 5_000, totalMs: 7_001 });
  });

  it("have no rate for an answer that came in one read (555 494 tok/s)", () => {
    expect(metricsOf(1_010, 1_010).tokensPerSecond).toBeUndefined();
    expect(metricsOf(1_010, 1_010.2).tokensPerSecond).toBeUndefined();
    expect(metricsOf(1_010, 1_060).tokensPerSecond).toBe(2_000);
  });

  it("count times from the socket, not from when the request was written down (a slow disk would pass for a slow model)", () => {
    const meter = createRunMeter(0, true);
    meter.attempt(10);
    meter.sending(400);
    meter.content({ type: "text", text: "a" }, 450);
    expect(meter.metrics(500)).toMatchObject({ ttftMs: 50, attempts: 1 });
  });
});
