import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { expect, it } from "vitest";
import { setOfRun } from "../../../renderer/features/playground/inspector/inspected-exchanges.ts";
import { SummaryLine } from "../../../renderer/features/playground/inspector/SummaryLine.tsx";
import { recordOf } from "../samples.ts";
import { show, startStores } from "../show.tsx";

const url = "https://a-gateway-of-a-large-company.example/anthropic/of/this/team/v1/messages";
const exchange: Exchange = {
  id: "e1",
  kind: "provider",
  attempt: 1,
  startedAt: 0,
  request: { method: "POST", url, headers: [], body: "{}", bodyBytes: 2, bodySha256: "0" },
  response: {
    status: 200,
    statusText: "OK",
    httpVersion: "HTTP/1.1",
    headers: [],
    body: "",
    bodyBytes: 3_221,
    bodyTruncated: false,
  },
  frames: [],
  framesTruncated: false,
  timings: { reusedConnection: false, firstByte: 561, end: 561 },
};

// “live” stood alone in a second line, and everything below it moved down, for the sake of a long address.
it("the address of an exchange gives way before the last of its facts goes to another line", async () => {
  startStores({});
  const set = setOfRun("v", "A", recordOf("r", emptyRequest, { exchanges: [exchange] }));
  const screen = await show(
    <div style={{ width: 760 }}>
      <SummaryLine chosen={{ exchange, set }} />
    </div>,
  );
  const [address, last] = [screen.getByTitle(url), screen.getByText("live")];
  await expect.element(last).toBeVisible();
  const [first, end] = [address.element().getBoundingClientRect(), last.element().getBoundingClientRect()];
  expect(end.top).toBeLessThan(first.bottom);
  expect(end.left).toBeGreaterThan(first.right);
  expect(end.right).toBeLessThanOrEqual(760);
});
