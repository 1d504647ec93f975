import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { PlannedParameter, RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { Warn } from "../wire/warn.ts";
import type { AnthropicMessage } from "./messages.ts";

/*
 * What some models of Claude refuse with 400 and others take (`electron/engine/models/README.md#series`).
 */

/** The parameters to be sent: of temperature and top_p one, where the model takes no more. */
export function withoutSecondSampling({ traits, parameters }: RequestPlan, warn: Warn): PlannedParameter[] {
  const sent = parameters.filter((parameter) => parameter.sent);
  const [temperature, topP] = ["temperature", "top_p"].map((name) => sent.find(({ key }) => key === name));
  if (traits?.sampling !== "one" || !temperature || !topP) return sent;
  const left = topP.source === "override" && temperature.source !== "override" ? temperature : topP;
  warn(left.key, `${left.key} is not sent: this model takes temperature or top_p, not both.`);
  return sent.filter((parameter) => parameter !== left);
}

/** @throws AppFailure `invalid_input` for an answer that was begun for a model that does not go on with one. */
export function endsWithUser(messages: readonly AnthropicMessage[], { traits, route }: RequestPlan): void {
  if (traits?.takesPrefill !== false || messages.at(-1)?.role !== "assistant") return;
  throw new AppFailure("invalid_input", {
    message: `${route.model} does not go on with an answer that was begun for it: the last message has to be the user’s.`,
    advice: "Add a message of the user, or ask for the form of the answer with an output schema.",
  });
}
