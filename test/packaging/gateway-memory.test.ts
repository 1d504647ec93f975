import { expect, it } from "vitest";
import { startOurs } from "../bench/gateways.ts";
import { runRawLoad } from "../bench/raw-client.ts";
import { startUpstream } from "../bench/upstream.ts";
import { isProving } from "../prove-scale.ts";

/** Calls of each of the ten looks at the memory. */
const perLook = isProving ? 10_000 : 100;
const looks = 10;

/**
 * 100 000 calls in `npm run prove`. In the short test it only shows that the way is walked: what a thousand calls take
 * of memory says nothing, and what calls hold on to is counted exactly in `test/conformance/gateway/held-calls.test.ts`.
 */
it("calls without end take no memory without end", { timeout: 3_600_000 }, async () => {
  const upstream = await startUpstream();
  const base = upstream.baseUrl;
  const gateway = await startOurs({ upstreams: { fast: base, slow: base, paced: base } });
  try {
    const { baseUrl, headers, model } = gateway.targetOf("fast");
    const messages = [{ role: "user", content: "Keep the answer short. ".repeat(90) }];
    const load = { baseUrl, headers, body: JSON.stringify({ model, messages }), calls: perLook, concurrency: 64 };
    const idle = gateway.megabytes();
    const seen: number[] = [];
    for (let look = 0; look < looks; look++) {
      await runRawLoad(load);
      seen.push(Math.round(gateway.megabytes() ?? 0));
    }
    expect(upstream.answered()).toBe(perLook * looks);
    if (!isProving) return;
    console.log(`memory of serve: idle ${Math.round(idle ?? 0)} MB, after each ${perLook} calls ${seen.join(", ")} MB`);
    // A leak of a kilobyte a call would be 70 MB more between these.
    expect(Math.max(...seen.slice(-2))).toBeLessThan(Math.max(...seen.slice(0, 3)) + 40);
  } finally {
    await gateway.close();
    await upstream.close();
  }
});
