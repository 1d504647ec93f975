import { createRecorder } from "@engine/http/exchange-recorder.ts";
import { noSecrets } from "@engine/http/redact.ts";
import type { WireRequest } from "@shared/domain/wire/wire.ts";
import { expect, it } from "vitest";
import { contextFor } from "./fetch-context.ts";

const request: WireRequest = {
  method: "POST",
  url: "http://a.test/",
  headers: [],
  body: "",
  bodyBytes: 0,
  bodySha256: "",
};

// A small answer comes in one packet with its end: the socket is done before the decoder has read the first event.
it("no frame arrives after the end of its exchange, however late the decoder reads it", () => {
  let now = 0;
  const recorder = createRecorder(request, contextFor({ clock: { now: () => 0, monotonic: () => now } }), noSecrets);
  now = 10;
  recorder.frame({ data: "first" });
  now = 20;
  recorder.ended();
  now = 35;
  recorder.frame({ data: "last" });
  expect(recorder.exchange.timings.end).toBe(20);
  expect(recorder.exchange.frames.map(({ at }) => at)).toEqual([10, 20]);
});

// Twenty thousand frames of a megabyte each were within the count.
it("the frames of an endless answer are kept as far as its body is", () => {
  const recorder = createRecorder(request, contextFor({}), noSecrets);
  for (let index = 0; index < 12; index += 1) recorder.frame({ data: "x".repeat(1_048_576) });
  expect([recorder.exchange.frames.length, recorder.exchange.framesTruncated]).toEqual([8, true]);
});
