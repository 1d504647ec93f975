import type { Writable } from "node:stream";
import type { AppError } from "@shared/domain/error/error.ts";
import type { Outcome } from "@shared/domain/run/stream-event.ts";
import type { SecretVault } from "../credentials/secret-vault.ts";
import type { ResponseLimits } from "../http/http.ts";
import type { Clock } from "../ports.ts";
import type { CallRecorder } from "./call-record.ts";

export type HeaderList = [name: string, value: string][];

/** Where an answer goes. A host makes one of its response object. */
export interface ClientAnswer {
  /**
   * Sends the head; may be called once. Bytes written to the result reach the client in order. `length`: of all of them,
   * where they are there already; without it the answer comes in chunks.
   */
  begin(status: number, headers: HeaderList, length?: number): Writable;
}

/** What one attempt at one deployment needs. */
export interface AttemptIo {
  /** Counts from 1. */
  attempt: number;
  client: ClientAnswer;
  recorder: CallRecorder;
  vault: SecretVault;
  clock: Clock;
  /** How long is waited for a connection, the first byte, and between bytes. */
  limits: ResponseLimits;
  /** Aborted when the client is gone. */
  signal: AbortSignal;
}

/** `refused`: nothing was sent to the client yet, so another deployment may be tried. */
export type AttemptResult =
  | { kind: "answered"; outcome: Outcome }
  | { kind: "refused"; status: number; headers: HeaderList; body: string; error: AppError };
