import type { SecretRef } from "@shared/domain/wire/wire.ts";
import type { BuiltRequest } from "../apis/api.ts";
import { apiEndpoint, noKey } from "../credentials/api-endpoint.ts";
import type { SecretVault } from "../credentials/secret-vault.ts";
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
  const own = deploymentHeaders(deployment, vault);
  const set = [...built.headers, ...own.headers];
  const names = new Set(set.map(([name]) => name.toLowerCase()));
  const request = { ...built, headers: [...set, ...forwarded.filter(([name]) => !names.has(name))] };
  return {
    request: relayed?.body ? { ...request, body: JSON.stringify(relayed.body) } : request,
    allowed: [...allowed, ...own.allowed],
  };
}
