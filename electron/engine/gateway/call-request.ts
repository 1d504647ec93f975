import { parseObject } from "@shared/domain/json/read-json.ts";
import type { SecretRef } from "@shared/domain/wire/wire.ts";
import type { BuiltRequest } from "../apis/api.ts";
import { apiEndpoint, noKey } from "../credentials/api-endpoint.ts";
import type { SecretVault } from "../credentials/secret-vault.ts";
import type { HeaderList } from "./attempt.ts";
import { deploymentHeaders } from "./deployment-endpoint.ts";
import type { PlannedCall } from "./plan-call.ts";

/** A request ready for the wire, and the secrets it may use. */
export interface CallRequest {
  request: BuiltRequest;
  allowed: SecretRef[];
}

/** The request of a planned call, as its API builds it, with the entry's own headers behind the API's. */
export function callRequest(
  { plan, provider, api, deployment, relayed, forwarded }: PlannedCall,
  vault: SecretVault,
): CallRequest {
  const { endpoint, allowed } = apiEndpoint(plan.endpoint, provider);
  const { organization } = deployment;
  const built = api.build(plan, { key: noKey, ...endpoint, ...(organization === null ? {} : { organization }) });
  const ofEntry = deploymentHeaders(deployment, vault);
  const set = [...built.headers, ...ofEntry.headers];
  const names = new Set(set.map(([name]) => name.toLowerCase()));
  const request = {
    ...built,
    headers: [...withBetas(set, forwarded), ...forwarded.filter(([name]) => !names.has(name))],
  };
  const { rewrite } = relayed ?? {};
  const body = rewrite && parseObject(built.body ?? "");
  return {
    request: rewrite && body ? { ...request, body: JSON.stringify(rewrite(body)) } : request,
    allowed: [...allowed, ...ofEntry.allowed],
  };
}

/** Lists that a client's header goes on with, as its API reads them. */
const listHeaders: ReadonlySet<string> = new Set(["anthropic-beta"]);

function withBetas(set: BuiltRequest["headers"], forwarded: HeaderList): BuiltRequest["headers"] {
  return set.map(([name, value]) => {
    const more = listHeaders.has(name.toLowerCase()) ? forwarded.filter(([known]) => known === name.toLowerCase()) : [];
    const all = [value, ...more.map(([, one]) => one)].flatMap((one) => one.split(",").map((beta) => beta.trim()));
    return more.length === 0 ? [name, value] : [name, [...new Set(all)].join(",")];
  });
}
