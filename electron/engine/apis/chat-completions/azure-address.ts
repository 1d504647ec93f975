import type { Endpoint } from "@shared/domain/run/request-plan.ts";

/** LiteLLM's default (`README.md#azures-address`). */
const defaultApiVersion = "2025-02-01-preview";

export interface AzureAddress {
  /** Ends with `/openai`, with `/openai/deployments/<name>`, or with `/openai/v1`. */
  baseUrl: string;
  /** Null for the v1 API, which has no versions and takes the model from the body. */
  apiVersion: string | null;
}

/** Takes a resource's address, or any longer part of a deployment's full URL that a person may have pasted. */
export function azureAddress(endpoint: Endpoint): AzureAddress {
  const base = endpoint.baseUrl.replace(/\/+$/, "").replace(/\/chat\/completions$/, "");
  if (base.endsWith("/openai/v1")) return { baseUrl: base, apiVersion: null };
  const apiVersion = endpoint.apiVersion ?? defaultApiVersion;
  const complete = base.endsWith("/openai") || base.includes("/deployments/");
  return { baseUrl: complete ? base : `${base}/openai`, apiVersion };
}
