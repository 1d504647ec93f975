import { withoutTrailing } from "@shared/domain/text/without-trailing.ts";
import type { ApiEndpoint } from "../api.ts";

/** Azure's version where none is set: LiteLLM's default (`electron/engine/apis/README.md#azures-address`). */
const defaultApiVersion = "2025-02-01-preview";

/** Paths that people paste along with an address, the longest first. */
const knownPaths = /\/(?:chat\/completions|completions|embeddings|responses)$/;

/** Half of a character becomes the sign of one that is not known, as in every address: the server then says what it lacks. */
const encoded = (text: string) => encodeURIComponent(text.toWellFormed());

/**
 * Where a model of a server of OpenAI's form is asked; `path` is the API's own, e.g. `/chat/completions`.
 * @param model null for an API that has no deployments in its path: the body names the model.
 */
export function openAiUrl(endpoint: ApiEndpoint, model: string | null, path: string): string {
  if (endpoint.provider.address === "deployments") {
    return model === null ? resourceUrl(endpoint, path) : deploymentUrl(endpoint, model, path);
  }
  return `${withoutPath(endpoint.baseUrl)}${path}`;
}

function withoutPath(baseUrl: string): string {
  return withoutTrailing(baseUrl, "/").replace(knownPaths, "");
}

/**
 * Takes a resource's address, or any longer part of a deployment's full URL that a person may have pasted. What ends
 * with `/openai/v1` has no versions and takes the model from the body.
 */
function deploymentUrl(endpoint: ApiEndpoint, model: string, path: string): string {
  const base = withoutPath(endpoint.baseUrl);
  if (base.endsWith("/openai/v1")) return `${base}${path}`;
  // The v1 surface, as LiteLLM takes these three to mean.
  if (/^(v1|latest|preview)$/.test(endpoint.apiVersion ?? "") && !base.includes("/deployments/")) {
    return `${base.replace(/\/openai$/, "")}/openai/v1${path}`;
  }
  const isComplete = base.endsWith("/openai") || base.includes("/deployments/");
  const openai = isComplete ? base : `${base}/openai`;
  const deployment = openai.includes("/deployments/") ? "" : `/deployments/${encoded(model)}`;
  const version = encoded(endpoint.apiVersion ?? defaultApiVersion);
  return `${openai}${deployment}${path}?api-version=${version}`;
}

/** Without a version that somebody set, Azure's v1 API: the default of chats is older than the Responses API. */
function resourceUrl(endpoint: ApiEndpoint, path: string): string {
  const version = endpoint.apiVersion ?? "v1";
  const base = withoutPath(endpoint.baseUrl).replace(/\/deployments\/[^/]*$/, "");
  if (base.endsWith("/openai/v1")) return `${base}${path}`;
  const openai = `${base.replace(/\/openai$/, "")}/openai`;
  if (/^(v1|latest|preview)$/.test(version)) return `${openai}/v1${path}`;
  return `${openai}${path}?api-version=${encoded(version)}`;
}
