import { importPrompt } from "@shared/domain/import/import-prompt.ts";
import type { ImportOutcome } from "@shared/domain/import/imported-prompt.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";

/** What a run sent, as a prompt: its messages with all values in them, its model and what was set. */
export function promptOfRun({ plan }: RunRecord): ImportOutcome {
  if (!plan) return { kind: "nothing", code: "no_messages", message: "This run never came to a request." };
  const { route, parameters, extraBody } = plan;
  const model = route.requested === "" ? `${route.provider}/${route.model}` : route.requested;
  const given = parameters.filter(({ sent, source }) => sent && source !== "provider default");
  const config: JsonObject = Object.fromEntries(given.map(({ key, value }) => [key, value]));
  return importPrompt(JSON.stringify({ ...config, ...extraBody, model, messages: plan.messages as JsonValue }));
}
