import { packFrames, unpackFrames } from "@engine/history/frame-text.ts";
import type { Exchange, WireFrame } from "@shared/domain/wire/wire.ts";
import { describe, expect, it } from "vitest";
import { sampleRun } from "./sample-run.ts";

const frame = (index: number, data: string): WireFrame => ({ index, at: index * 1.5, bytes: data.length, data });

function exchangeOf(body: string, frames: WireFrame[]): Exchange {
  const [exchange] = sampleRun(1).exchanges;
  if (!exchange?.response) throw new Error("the sample run has no response");
  return { ...exchange, frames, response: { ...exchange.response, body } };
}

function roundTrip(exchange: Exchange): WireFrame[] {
  return unpackFrames(packFrames(exchange), exchange.response);
}

describe("frames as text", () => {
  it("come back equal from their places in the body, and are not written twice", () => {
    const frames = Array.from({ length: 50 }, (_, index) => frame(index, `{"token":"wörd-${index}"}`));
    const exchange = exchangeOf(frames.map(({ data }) => `data: ${data}\n\n`).join(""), frames);
    expect(roundTrip(exchange)).toEqual(frames);
    expect(packFrames(exchange)).not.toContain("token");
  });

  it("come back equal where the body does not hold them as they are: several lines, a cut body, none at all", () => {
    const frames = [frame(0, "first"), frame(1, "two\nlines"), frame(2, ""), frame(3, "after the cut"), frame(4, "5")];
    expect(roundTrip(exchangeOf("data: first\n\ndata: two\ndata: lines\n\ndata:\n\n", frames))).toEqual(frames);
    const { response: _none, ...unanswered } = exchangeOf("", frames);
    expect(roundTrip(unanswered)).toEqual(frames);
  });

  it("an event's name, an empty datum and text that repeats itself stay what they were", () => {
    const frames = [{ ...frame(0, "same"), event: "delta" }, frame(1, ""), frame(2, "same"), frame(3, "sam")];
    expect(roundTrip(exchangeOf("event: delta\ndata: same\n\ndata:\n\ndata: same\n\ndata: sam", frames))).toEqual(
      frames,
    );
  });

  it("the text of an earlier version, with every datum in it, is read", () => {
    const frames = [frame(0, "a"), frame(1, "b")];
    expect(unpackFrames(JSON.stringify(frames), undefined)).toEqual(frames);
  });
});
