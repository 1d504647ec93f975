import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatCost,
  formatDuration,
  formatRate,
  formatTokens,
  plural,
} from "../../../../renderer/ui/figures.ts";

describe("figures", () => {
  it("gives durations in the forms of the design, with no 1000 ms and no 60.0 s at the edges", () => {
    expect(formatDuration(812)).toBe("812 ms");
    expect(formatDuration(999.6)).toBe("1.00 s");
    expect(formatDuration(1240)).toBe("1.24 s");
    expect(formatDuration(12_400)).toBe("12.4 s");
    expect(formatDuration(59_999)).toBe("1 m 00 s");
    expect(formatDuration(64_000)).toBe("1 m 04 s");
    expect(formatDuration(-3)).toBe("0 ms");
  });

  it("shows a slow rate with a decimal, so that 0.4 tok/s is not 0", () => {
    expect(formatRate(84.2)).toBe("84 tok/s");
    expect(formatRate(0.42)).toBe("0.4 tok/s");
    expect(formatRate(9.97)).toBe("10 tok/s");
  });

  it("does not round a small cost to nothing", () => {
    expect(formatCost(0.0012)).toBe("$0.0012");
    expect(formatCost(0.00001)).toBe("<$0.0001");
    expect(formatCost(1.5)).toBe("$1.50");
  });

  it("never guesses a token count the provider did not report", () => {
    expect(formatTokens(361, 118)).toBe("361→118");
    expect(formatTokens(361, undefined)).toBe("361→—");
    expect(formatTokens(undefined, undefined)).toBeUndefined();
  });

  it("groups thousands and counts in the singular", () => {
    expect(formatBytes(1284)).toBe("1\u00a0284 B");
    expect(formatBytes(1234567)).toBe("1\u00a0234\u00a0567 B");
    expect(plural(1, "message")).toBe("1 message");
    expect(plural(3, "message")).toBe("3 messages");
  });
});
