import type { Warning } from "../error/error.ts";
import type { JsonValue } from "../json/json.ts";
import type { Message } from "../message/message.ts";
import type { ModelRoute } from "../model/model.ts";
import type { ModelTraits } from "../model/model-traits.ts";

/** Where a value of the request came from; shown beside every key of the body. */
export type ParameterSource =
  | "override"
  | "prompt config"
  | "call"
  | "gateway entry"
  | "gateway alias"
  | "preset"
  | "provider default";

/** What may be set for a target, in OpenAI's name, and who says so: what the wire has, the provider, or the model. */
export interface ParameterRule {
  key: string;
  /** The key in the body. */
  sentAs: string;
  source: "API" | "provider" | "model";
  /** Why it is not sent though it is known. */
  refused?: string;
  /** The one value that is taken all the same. */
  unless?: JsonValue;
  /** It is taken only beside this value of another key, which the model has of itself where `unasked`. */
  onlyWith?: { key: string; value: JsonValue; unasked: boolean };
  /** The list that says so of the model. */
  says?: string;
}

/** A parameter and what became of it. Unsent ones stay in the plan with the reason. */
export interface PlannedParameter {
  key: string;
  value: JsonValue;
  source: ParameterSource;
  sent: boolean;
  /** The key in the provider's body, when the target API has another name for it. */
  sentAs?: string;
  /** Who has that other name. */
  renamedBy?: ParameterRule["source"];
  /** Why it is not sent, or which value it displaced. */
  note?: string;
}

/** Which key and base URL are used together, and who put them together. No value of a secret is in here. */
export interface Endpoint {
  baseUrl: string;
  baseUrlSource: "settings" | "environment" | "default" | "call" | "demo" | "gateway config";
  credential: CredentialRef | null;
  /** Azure's `api-version`. */
  apiVersion?: string;
  /** OpenAI's organization. */
  organization?: string;
  /** The credential is a token and goes into `authorization`, whatever header the provider's keys have. */
  bearer?: true;
  /** Headers the call asked for, in their order; a reference where the value may be a key. */
  headers?: [name: string, value: string | CredentialRef][];
}

/** Names a secret without holding it. */
export interface CredentialRef {
  /** Key into the secret resolver, unique in one process. */
  id: string;
  source: "settings" | "environment" | "call" | "demo" | "gateway config";
  /** The environment variable that stands for it in curl and code. */
  variable: string;
  /** At most the first three and the last four characters, e.g. `sk-…4fQ2`. */
  hint: string;
}

/** An API that a provider speaks, for a person to choose. */
export interface ApiOption {
  id: string;
  label: string;
  /** It has a header for features that have to be asked for by name. */
  takesBetas: boolean;
}

/** Everything that decides a request, before an API gives it its shape. Plain data. */
export interface RequestPlan {
  route: ModelRoute;
  /** The id of the API that shapes the request and reads the answer; absent in plans made before there was a choice. */
  api?: string;
  /** What it is called, and why it is this one; absent in plans of before and of the gateway. */
  apiChoice?: { label: string; because: string };
  /** Features that a header of the API's names, as a person asked for them. */
  betas?: readonly string[];
  endpoint: Endpoint;
  /** What is known of the model; absent in plans made before it was looked up. */
  traits?: ModelTraits;
  /**
   * The list whose row says what the model takes; null: none has one, and no rule of a model holds. Absent in plans made
   * before there were lists.
   */
  modelList?: string | null;
  messages: Message[];
  /** Texts to be embedded: the plan asks for vectors and has no messages. */
  input?: readonly string[];
  parameters: PlannedParameter[];
  /** Keys of `extra_body`, sent as they are. */
  extraBody: Record<string, JsonValue>;
  stream: boolean;
  /** The body on the wire was typed by hand: messages and parameters above are not what is sent. */
  handEdited?: true;
  warnings: Warning[];
}
