import { existsSync, readFileSync } from "node:fs";

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export const none: Counts = { passed: 0, failed: 0, skipped: 0 };

export function addCounts(...all: Counts[]): Counts {
  return all.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    none,
  );
}

/** `ok`: whether the tool itself was content. A run that broke without a failed test still counts as one failure. */
export function vitestCounts(report: string, ok: boolean): Counts {
  return read(report, ok, (json) => ({
    passed: number(json["numPassedTests"]),
    failed: number(json["numFailedTests"]),
    skipped: number(json["numPendingTests"]) + number(json["numTodoTests"]),
  }));
}

export function playwrightCounts(report: string, ok: boolean): Counts {
  return read(report, ok, (json) => {
    const stats = (json["stats"] ?? {}) as Record<string, unknown>;
    return {
      passed: number(stats["expected"]) + number(stats["flaky"]),
      failed: number(stats["unexpected"]),
      skipped: number(stats["skipped"]),
    };
  });
}

function read(report: string, ok: boolean, count: (json: Record<string, unknown>) => Counts): Counts {
  const counts = existsSync(report) ? count(JSON.parse(readFileSync(report, "utf8"))) : none;
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function number(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
