import type { JsonObject } from "../json/json.ts";
import type { MessageOrigin } from "../prompt/compiled.ts";
import type { TemplatePlaceholder } from "../prompt/prompt.ts";

/** One element of the list an SDK's `compile` returns, before its text is filled. */
export type SdkItem =
  /** `template` is the text of `value.content` that the SDK still fills; absent where it takes the content as it is. */
  | { kind: "message"; value: JsonObject; template?: string; origin: MessageOrigin }
  /** A placeholder without a value stays in the list as an object. */
  | { kind: "unresolved"; value: TemplatePlaceholder }
  /** The JS SDK puts the JSON text of an odd placeholder value into the list of messages. */
  | { kind: "string"; value: string; placeholder: string };
