import type { JsonObject } from "@shared/domain/json/json.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { RewriteContext } from "../client-form.ts";
import { ownBody } from "../wire/own-body.ts";
import { saidBy } from "./read-parameters.ts";

/** The client's own body for a server of the same API (`../wire/own-body.ts`). */
export function rewrite(body: JsonObject, plan: RequestPlan, context: RewriteContext): JsonObject {
  return ownBody(body, plan, context, { conversation: ["messages", "system"], saidBy });
}
