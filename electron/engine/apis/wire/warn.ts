import type { Warning } from "@shared/domain/error/error.ts";

/** Told of what a request cannot say, or says otherwise than it was given. */
export type Warn = (subject: string, message: string) => void;

/** Collects warnings; the same one is kept once. */
export function collectWarnings(): { warn: Warn; warnings: Warning[] } {
  const warnings: Warning[] = [];
  return {
    warnings,
    warn(subject, message) {
      if (warnings.some((known) => known.message === message)) return;
      warnings.push({ code: "request_translated", stage: "request", subject, message });
    },
  };
}
