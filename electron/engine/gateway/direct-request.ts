import type { SecretRef } from "@shared/domain/wire/wire.ts";
import { azureAddress } from "../apis/chat-completions/azure-address.ts";
import { buildBody } from "../apis/chat-completions/body.ts";
import { userAgent } from "../apis/sdk-request.ts";
import type { SecretVault } from "../credentials/secret-vault.ts";
import { toSecretRef } from "../credentials/secret-vault.ts";
import type { RelayRequest } from "../http/relay.ts";
import { secretPlaceholder } from "../http/secret-placeholder.ts";
import type { Deployment } from "../litellm/config-model.ts";
import { entryHeaders } from "./deployment-endpoint.ts";
import type { PlannedCall } from "./plan-call.ts";

/** A request ready for the wire, and the secrets it may use. */
export interface DirectRequest extends RelayRequest {
  allowed: SecretRef[];
}

/**
 * The request of a plan whose provider speaks OpenAI's dialect, without the SDK: the same address, headers and body
 * the adapter would send (a test holds them together), at a quarter of the cost.
 */
export function directRequest({ plan, preset, entry }: PlannedCall, vault: SecretVault): DirectRequest {
  const credential = plan.endpoint.credential ? toSecretRef(plan.endpoint.credential) : null;
  const key = credential ? secretPlaceholder(credential) : (preset.dummyKey ?? "no-key");
  const own = entryHeaders(entry, vault);
  const auth: [string, string] = preset.dialect === "azure" ? ["api-key", key] : ["authorization", `Bearer ${key}`];
  return {
    url: addressOf({ plan, preset, entry }),
    headers: [
      ["content-type", "application/json"],
      ["accept", "application/json"],
      ["user-agent", userAgent],
      ...Object.entries(preset.headers ?? {}),
      auth,
      ...organization(entry),
      ...own.headers,
    ],
    body: JSON.stringify(buildBody(plan)),
    allowed: [...(credential ? [credential] : []), ...own.allowed],
  };
}

function addressOf({ plan, preset }: PlannedCall): string {
  const { endpoint, route } = plan;
  if (preset.dialect !== "azure") return `${endpoint.baseUrl}/chat/completions`;
  const { baseUrl, apiVersion } = azureAddress(endpoint);
  if (apiVersion === null) return `${baseUrl}/chat/completions`;
  const deployment = baseUrl.includes("/deployments/") ? "" : `/deployments/${encodeURIComponent(route.model)}`;
  return `${baseUrl}${deployment}/chat/completions?api-version=${encodeURIComponent(apiVersion)}`;
}

function organization({ organization: id }: Deployment): [string, string][] {
  return id === null ? [] : [["openai-organization", id]];
}
