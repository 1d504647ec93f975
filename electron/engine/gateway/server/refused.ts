import { neutralLine } from "@shared/domain/text/terminal-text.ts";

/** A request that was turned away before it was a call: nothing of it is recorded, so the log must name it. */
export interface RefusedRequest {
  method: string;
  path: string;
  status: number;
  message: string;
}

const longestPath = 200;

/** One line of the log. What a stranger sent cannot break out of it. */
export function describeRefused({ method, path, status, message }: RefusedRequest): string {
  return neutralLine(`REFUSED ${status}: ${method} ${path.slice(0, longestPath)}: ${message}`);
}

/** One line for all the clients that found no room since the last. */
export function describeFull(refused: number): string {
  return `REFUSED 503: ${refused} ${refused === 1 ? "client" : "clients"}: too many are connected at once.`;
}
