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
  return `REFUSED ${status}: ${method} ${path.slice(0, longestPath)}: ${message}`.replace(/\p{Cc}+/gu, " ");
}
