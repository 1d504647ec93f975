import type { AppError } from "@shared/domain/error/error.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { describe, expect, it } from "vitest";
import { exchangeEnd } from "../../../../renderer/features/playground/inspector/exchange-end.ts";

const error = (code: AppError["code"], message: string): AppError => ({ code, stage: "request", message, actions: [] });
const exchange = (failure?: string) => ({ ...(failure === undefined ? {} : { failure }) }) as Exchange;
const stopped = { outcome: { kind: "cancelled", error: error("cancelled", "Stopped.") } } as RunRecord;
const lost = { outcome: { kind: "connection_lost", error: error("connection_lost", "It broke.") } } as RunRecord;

describe("how an exchange ended", () => {
  it("is stopped only where the person stopped it: an attempt that broke before a Stop has failed", () => {
    expect(exchangeEnd(exchange("Stopped."), stopped)).toBe("stopped");
    expect(exchangeEnd(exchange("It broke."), stopped)).toBe("failed");
    expect(exchangeEnd(exchange("It broke."), lost)).toBe("failed");
    expect(exchangeEnd(exchange(), stopped)).toBeUndefined();
  });
});
