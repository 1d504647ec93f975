import { defaultLimits, type ResponseLimits } from "../http/http.ts";
import type { Deployment, GatewayConfig } from "../litellm/config-model.ts";
import type { ClientCall } from "./read-call.ts";

/** LiteLLM's own default is 6000 s; ten minutes is what idle streams are given. */
const defaultTimeoutSeconds = 600;

/**
 * How long a call may take. The config's timeouts are those of one try; a request's own is for all of them, from its
 * coming until the answer begins, as in LiteLLM. Times in milliseconds.
 */
export interface CallLimits {
  /** What is left of the request's own timeout; Infinity where it has none. */
  left(): number;
  /** Of the next try at a deployment. */
  ofTry(deployment: Deployment): ResponseLimits;
}

export function createCallLimits(
  call: ClientCall,
  config: GatewayConfig,
  { startedAt, now }: { startedAt: number; now: () => number },
): CallLimits {
  const asked = call.controls.timeoutSeconds;
  const left = () => (asked === undefined ? Number.POSITIVE_INFINITY : startedAt + asked * 1000 - now());
  return {
    left,
    ofTry(deployment) {
      if (asked === undefined) return limitsOf(1000 * secondsOf(deployment, call.stream, config));
      const limits = limitsOf(Math.max(1, left()));
      // A stream that has begun is not cut.
      return call.stream ? { ...limits, idleMs: asked * 1000 } : limits;
    },
  };
}

function limitsOf(ms: number): ResponseLimits {
  return { ...defaultLimits, connectMs: Math.min(defaultLimits.connectMs, ms), firstByteMs: ms, idleMs: ms };
}

function secondsOf(deployment: Deployment, stream: boolean, config: GatewayConfig): number {
  const ofStream = stream ? (deployment.streamTimeoutSeconds ?? config.streamTimeoutSeconds) : undefined;
  return ofStream ?? deployment.timeoutSeconds ?? config.timeoutSeconds ?? defaultTimeoutSeconds;
}
