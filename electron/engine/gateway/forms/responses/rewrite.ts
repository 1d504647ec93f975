import type { JsonObject } from "@shared/domain/json/json.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { RewriteContext } from "../client-form.ts";
import { ownBody } from "../wire/own-body.ts";
import { saidBy } from "./read-parameters.ts";

/** The client's own body for a server of the same API (`../wire/own-body.ts`). */
export function rewrite(body: JsonObject, plan: RequestPlan, context: RewriteContext): JsonObject {
  // What is added where nobody asks is for prompts of ours: whoever writes in this form means its defaults.
  const parameters = plan.parameters.filter(({ source }) => source !== "preset");
  return ownBody(body, { ...plan, parameters }, context, { conversation: ["input", "instructions"], saidBy });
}
