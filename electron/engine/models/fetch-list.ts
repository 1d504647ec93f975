import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { type CreateFetch, defaultLimits } from "../http/http.ts";
import type { CallIo, Clock, SecretResolver } from "../ports.ts";

const megabyte = 1_048_576;
const limits = { ...defaultLimits, line: 64 * megabyte, total: 64 * megabyte };

export interface FetchListIo extends CallIo {
  createFetch: CreateFetch;
  secrets: SecretResolver;
  clock: Clock;
}

/**
 * A list of models from an address; nothing but the request for it leaves.
 * @throws AppFailure of the transport, and `protocol_error` for any answer but 200.
 */
export async function fetchModelList(url: string, io: FetchListIo): Promise<string> {
  const send = io.createFetch({
    signal: io.signal,
    secrets: io.secrets,
    clock: io.clock,
    kind: "provider",
    attempt: 1,
    allowed: [],
    limits,
    mode: "send",
  });
  const response = await send(url, { method: "GET", headers: { accept: "application/json" } });
  const text = await response.text();
  if (response.status === 200) return text;
  const message = `${url} answered ${response.status} and no list of models.`;
  throw new AppFailure("protocol_error", { message, status: response.status });
}
