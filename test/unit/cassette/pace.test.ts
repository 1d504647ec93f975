import { createPace } from "@engine/cassette/pace.ts";
import { systemClock } from "@engine/time/clock.ts";
import { describe, expect, it } from "vitest";

describe("a replay by steps", () => {
  it("lets through as many pieces as were allowed, those allowed ahead too, and no more", async () => {
    const pace = createPace("step", systemClock);
    const { signal } = new AbortController();
    let passed = 0;
    const playing = (async () => {
      for (; passed < 6; passed++) await pace.wait(0, signal);
    })();
    pace.step(3);
    await expect.poll(() => passed, { timeout: 20_000 }).toBe(3);
    pace.step(1);
    pace.step(1);
    await expect.poll(() => passed, { timeout: 20_000 }).toBe(5);
    pace.step(1);
    await playing;
  });

  it("ends when it is stopped while it waits (a replay that cannot be left)", async () => {
    const stopping = new AbortController();
    const waiting = createPace("step", systemClock).wait(0, stopping.signal);
    stopping.abort();
    await expect(waiting).rejects.toMatchObject({ error: { code: "cancelled" } });
  });
});
