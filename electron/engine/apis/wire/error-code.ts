import type { ErrorCode } from "@shared/domain/error/error.ts";

/** What a status of a provider means, for a run and a gateway call alike. The one table of it. */
const codes: Readonly<Record<number, ErrorCode>> = {
  401: "provider_unauthorized",
  403: "provider_unauthorized",
  // The provider gave up waiting: trying again may help, other words do not.
  408: "provider_unavailable",
  429: "provider_rate_limited",
};

/** The error a provider's refusal is; `status` from 400 on. */
export function errorCodeOf(status: number): ErrorCode {
  return codes[status] ?? (status >= 500 ? "provider_unavailable" : "provider_rejected");
}
