import type { IncomingMessage, ServerResponse } from "node:http";
import type { Gateway } from "../gateway.ts";
import type { GatewayMetrics } from "./metrics.ts";
import type { RefusedRequest } from "./refused.ts";

/** What every route is given. */
export interface RouteIo {
  gateway: Gateway;
  version: string;
  metrics: GatewayMetrics;
  /** Told of a request that never became a call. */
  onRefused(refusal: RefusedRequest): void;
}

export type Handler = (request: IncomingMessage, response: ServerResponse, io: RouteIo) => Promise<void> | void;

/** Sends JSON without any key the gateway knows. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  { redact }: Pick<Gateway, "redact">,
): void {
  response
    .writeHead(status, { "content-type": "application/json", "x-content-type-options": "nosniff" })
    .end(redact(JSON.stringify(body)));
}
