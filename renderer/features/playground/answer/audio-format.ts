import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";

/** The form of the sound that was asked for, e.g. `wav`; undefined where none was. */
export function audioFormatOf(plan: RequestPlan | undefined): string | undefined {
  const audio = plan?.parameters.find(({ key, sent }) => key === "audio" && sent)?.value;
  const format = isJsonObject(audio) ? audio["format"] : undefined;
  return typeof format === "string" ? format : undefined;
}
