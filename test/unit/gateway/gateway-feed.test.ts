import { createGatewayFeed } from "@engine/gateway/app/gateway-feed.ts";
import type { GatewayCallRow, GatewayStatus } from "@shared/domain/gateway/gateway.ts";
import { expect, it } from "vitest";

const rowOf = (sequence: number) => ({ runId: `r${sequence}`, sequence }) as GatewayCallRow;

// A window that was not looked at collected every call and every request's curl, pictures and all.
it("a watcher that does not look gets the latest calls and lines, bound by count and by bytes", async () => {
  const feed = createGatewayFeed(() => ({}) as GatewayStatus);
  const gone = new AbortController();
  const events = feed.read(gone.signal)[Symbol.asyncIterator]();
  await events.next();
  for (let sequence = 0; sequence < 2_000; sequence += 1) feed.call(rowOf(sequence));
  const lineOf = (index: number) => `${index} `.padEnd(1_000_000, "x");
  for (let index = 0; index < 20; index += 1) feed.debug(lineOf(index));
  const { value: calls } = await events.next();
  expect(calls?.type === "calls" && calls.calls.map((row: GatewayCallRow) => row.sequence)).toEqual(
    Array.from({ length: 500 }, (_, index) => 1_500 + index),
  );
  const { value: debug } = await events.next();
  // Two bytes a character.
  expect(debug?.type === "debug" && debug.lines).toEqual([16, 17, 18, 19].map(lineOf));
  gone.abort();
});
