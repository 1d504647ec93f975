import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { ContentEvent, RunOutput, Usage } from "@shared/domain/run/stream-event.ts";

/**
 * A form that clients of the gateway speak: the mirror of an `Api`. It knows bodies, answers and errors, and nothing of
 * prompts, keys or providers.
 */
export interface ClientForm {
  readonly id: string;
  /**
   * `generate`: messages, which a prompt may fill and any API may answer. `relayed`: bodies of another kind, which pass
   * to servers that speak `sameAs` and to no other; `answer` and `stream` write what no server gave (a mock). `embed`: the
   * same for texts that become vectors. It is the kind of the call's record.
   */
  readonly kind: "generate" | "embed" | "relayed";
  /** Where it is asked with POST; a segment `{model}` names the model in place of the body. */
  readonly paths: readonly string[];
  /**
   * The id of the API that is this form seen from the other side: the answers of servers that speak it reach the client
   * byte for byte. Answers of all others are read and written anew.
   */
  readonly sameAs?: string;
  /**
   * Where its answers and events name the model, e.g. `response.model`: clients are given the name they asked for. Of a
   * form without them answers pass with the server's own.
   */
  readonly modelPlaces?: readonly string[];
  /** The data of the event that ends a whole stream, where there is one: servers forget it, clients wait for it. */
  readonly fullStop?: string;
  /**
   * Takes apart what a body asks for. Keys of the gateway's own, such as `prompt_id`, are gone by then.
   * @throws GatewayFailure 400.
   */
  read(body: JsonObject): AskedCall;
  /** A whole answer. */
  answer(head: AnswerHead, output: RunOutput): object;
  /** Writes an answer in pieces. `head` is asked when the first of them is written. */
  stream(head: () => AnswerHead, asked: AskedCall): Frames;
  error(failure: ClientFailure): object;
  /**
   * Whether an error of a server of the same API is one that this form's clients understand: it goes to them as it came,
   * any other is written anew. Without it all go as they came.
   */
  isError?(body: JsonObject): boolean;
  /**
   * The body for a server of the same API, made of the client's own: whatever a plan cannot say is kept. Without it the
   * API builds the body from the plan, which is the same for forms whose messages are the plan's own.
   */
  rewrite?(body: JsonObject, plan: RequestPlan, context: RewriteContext): JsonObject;
  /** Its answers are kept and named by later calls. */
  readonly kept?: KeptForm;
  /** Where clients ask for the tokens of a call that is not made, with POST, and what they are told. */
  readonly counting?: { path: string; answer(tokens: number): object };
  /** Headers of its clients that are part of what they ask, by lower-case name: servers of the same API get them. */
  readonly ownHeaders?: readonly string[];
}

/**
 * What of an item only the server has that gave it: all of it, where the item is `named` in place of being sent, or the
 * key to what is `sealed` in it (encrypted reasoning).
 */
export type ItemTie = "named" | "sealed";

/** How answers of a form are named later: asked for again, gone on with, removed. */
export interface KeptForm {
  /** With GET and DELETE; the segment `{id}` names the answer. */
  paths: readonly string[];
  /** Where ids stand in answers and events; of each list the first that is found in an object counts. */
  idPlaces: readonly (readonly string[])[];
  /** Where the ids of an answer's items stand, in answers and events: at every place, each time. */
  itemPlaces: readonly string[];
  /** The body with other ids of its items; `read` is told the id and how the item is tied to the server it is of. */
  withItemIds(body: JsonObject, read: (id: string, tie: ItemTie | undefined) => string): JsonObject;
  /** The key of a body that names the answer before. */
  previousKey: string;
  /** Items of earlier answers that a body names in place of sending them, by their ids. */
  namedItems(body: JsonObject): string[];
  /** The items of a whole answer of this form, each with its id. */
  itemsOf(answer: object): JsonObject[];
  /** The body with items of earlier answers in place of their names. */
  putItems(body: JsonObject, items: ReadonlyMap<string, JsonObject>): JsonObject;
  /** What the client is told of one that was removed. */
  removed(id: string): object;
}

/** What a form has beside the client's body and the plan when it writes the body anew. */
export interface RewriteContext {
  /** The body as the API builds it from the plan. */
  built: JsonObject;
  /** The plan's messages are not the client's: a prompt was filled, or the config marks some of them. */
  isFilled: boolean;
}

/** What a body asks for, in the words of a plan. */
export interface AskedCall {
  /** Empty when none is named. */
  model: string;
  /** In OpenAI's form. */
  messages: JsonValue[];
  stream: boolean;
  /** How the stream is wanted; of use to servers that know it. */
  streamOptions?: JsonObject;
  /** Everything that goes to the provider as it is. */
  parameters: JsonObject;
  /** Keys that were understood and not passed on. */
  leftOut: string[];
  /** So many messages at the beginning are for this call alone: whoever goes on with its answer has none of them. */
  instructions?: number;
  /** So many messages at the end stand beside the results of tools, in one turn with them. */
  besideResults?: number;
  /** The client may name the answer later. */
  isKept?: boolean;
}

/** What every object of one answer has in common. */
export interface AnswerHead {
  id: string;
  /** Unix seconds. */
  created: number;
  model: string;
  /** It can be named later. */
  isKept?: boolean;
  /** The answer it goes on with, as the client named it. */
  previousId?: string;
}

/** The pieces of a streamed answer, as text for the wire. */
export interface Frames {
  readonly contentType: string;
  write(event: ContentEvent): string[];
  /** What ends a whole answer. */
  close(usage: Usage): string;
  /** What ends a stream that failed; a client must not take it for a whole one. */
  fail(failure: ClientFailure): string;
}

/** A refusal of ours, before a form gives it its shape. */
export interface ClientFailure {
  status: number;
  message: string;
  /** A type of its own; without it the status says which. */
  type?: string;
  param: string | null;
}
