import { findEventEnds } from "@engine/cassette/event-ends.ts";
import { createParser } from "eventsource-parser";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawn } from "../../prove-scale.ts";

/** The data of all events, as the product's decoder reads them: the last one counts without its blank line. */
function eventsOf(bytes: Buffer): string[] {
  const seen: string[] = [];
  const parser = createParser({ onEvent: ({ data }) => void seen.push(data) });
  parser.feed(new TextDecoder().decode(bytes));
  parser.feed("\n\n");
  return seen;
}

const newline = fc.constantFrom("\n", "\r\n", "\r");
const line = fc.oneof(
  fc.constantFrom(
    "data: a",
    "data:b",
    "data",
    "data: ",
    "event: x",
    ": ping",
    "id: 1",
    "database: no",
    "日本🎉",
    "data: 日本",
  ),
);
const stream = fc
  .tuple(fc.array(fc.oneof(line, fc.constant("")), { maxLength: 25 }), newline, fc.boolean(), fc.boolean())
  .map(([lines, end, closed, marked]) =>
    Buffer.from((marked ? "\ufeff" : "") + lines.join(end) + (closed ? end + end : ""), "utf8"),
  );

describe("the ends of events", () => {
  it("cut a stream so that each piece brings exactly the next event, whatever the line ends", () => {
    fc.assert(
      fc.property(stream, (bytes) => {
        const expected = eventsOf(bytes);
        const ends = findEventEnds(bytes);
        expect(ends).toHaveLength(expected.length);
        ends.forEach((end, index) => {
          expect(eventsOf(bytes.subarray(0, end))).toEqual(expected.slice(0, index + 1));
        });
      }),
      drawn(1_000),
    );
  });
});
