import type { RequestPlan } from "./request-plan.ts";

/** Whether a request goes to the sample answers of Promptscope itself: no model is called, and LiteLLM knows none. */
export function isSample({ endpoint }: Pick<RequestPlan, "endpoint">): boolean {
  return endpoint.baseUrlSource === "demo";
}
