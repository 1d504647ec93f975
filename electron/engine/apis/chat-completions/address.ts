import type { ApiEndpoint } from "../api.ts";

/** Azure's version where none is set: LiteLLM's default (`electron/engine/apis/README.md#azures-address`). */
const defaultApiVersion = "2025-02-01-preview";

/** Where chat completions of a model are asked for. */
export function completionsUrl(endpoint: ApiEndpoint, model: string): string {
  if (endpoint.provider.address === "deployments") return deploymentUrl(endpoint, model);
  return `${withoutPath(endpoint.baseUrl)}/chat/completions`;
}

/** People paste the whole address of the completions. */
function withoutPath(baseUrl: string): string {
  return baseUrl.replace(/\/+$/, "").replace(/\/chat\/completions$/, "");
}

/**
 * Takes a resource's address, or any longer part of a deployment's full URL that a person may have pasted. What ends
 * with `/openai/v1` has no versions and takes the model from the body.
 */
function deploymentUrl(endpoint: ApiEndpoint, model: string): string {
  const base = withoutPath(endpoint.baseUrl);
  if (base.endsWith("/openai/v1")) return `${base}/chat/completions`;
  // The v1 surface, as LiteLLM takes these three to mean.
  if (/^(v1|latest|preview)$/.test(endpoint.apiVersion ?? "") && !base.includes("/deployments/")) {
    return `${base.replace(/\/openai$/, "")}/openai/v1/chat/completions`;
  }
  const isComplete = base.endsWith("/openai") || base.includes("/deployments/");
  const openai = isComplete ? base : `${base}/openai`;
  const deployment = openai.includes("/deployments/") ? "" : `/deployments/${encodeURIComponent(model)}`;
  const version = encodeURIComponent(endpoint.apiVersion ?? defaultApiVersion);
  return `${openai}${deployment}/chat/completions?api-version=${version}`;
}
