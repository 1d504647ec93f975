import type { Warning } from "@shared/domain/error/error.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import type { ModelTraits } from "@shared/domain/model/model-traits.ts";
import type { PlannedParameter, RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";

/**
 * An API: one form in which providers are spoken to. It knows how a request is shaped and how its answer is read, and
 * nothing of retries, recording, routing or secrets. What costs time to load is imported by it when it is first needed.
 */
export interface Api {
  /** Stands in records of runs; never changes. */
  readonly id: string;
  /** For a person. */
  readonly label: string;
  /** The header that names features which have to be asked for (`betas` of a plan). */
  readonly betaHeader?: string;
  /**
   * `embed`: texts become vectors (`input` of a plan). `relayed`: bodies and answers of clients pass; no plan of ours is made
   * for it. Neither has a prompt.
   */
  readonly kind: "generate" | "embed" | "relayed";
  /** LiteLLM's word for models that answer it (`model_info.mode`); `chat` unless said otherwise. */
  readonly mode?: "completion" | "embedding";
  /** A `cache_control` on a tool caches the tools up to it. */
  readonly cachesTools?: true;
  /** Reasoning of a turn is text that anybody may have; `fit` says whether this server is given it back. */
  readonly takesReasoning?: true;
  /** Characters of a tool's name at most: a client of another form may have longer ones. */
  readonly longestToolName?: number;
  readonly parameters: ParameterTable;
  /** A plan as the provider takes it: what it does not take is left out with a warning. Absent: `build` says it all. */
  fit?(plan: RequestPlan, provider: ProviderTraits): RequestPlan;
  /**
   * The request of a plan: pure, the same for a preview and a run. Keys are placeholders, never values.
   * @throws AppFailure for a plan this API cannot say, before anything is sent.
   */
  build(plan: RequestPlan, endpoint: ApiEndpoint): BuiltRequest;
  /**
   * What `build` leaves out of a plan, or says otherwise than it was given; pure.
   * @throws AppFailure as `build` does.
   */
  warningsOf?(plan: RequestPlan): Warning[];
  /**
   * Reads a 2xx answer, whole or streamed, as events: together those that came together, and each list only until the
   * next is asked for. Ends normally when the bytes end, whether or not a full stop
   * came: the caller judges the outcome from `finish` and `terminated`.
   * @throws AppFailure of the transport (`connection_lost`, `idle_timeout`, `cancelled`, …) and `limit_exceeded`.
   */
  read(response: ReadableAnswer, io: ReadIo): AsyncIterable<readonly ProviderEvent[]>;
  /** What a refused request said. */
  readError(refused: RefusedAnswer): Refusal;
  /** Asks for an answer that the server keeps, or for its removal; absent where none are kept. */
  keptAnswer?(asked: KeptAnswerAsked, endpoint: ApiEndpoint): BuiltRequest;
  /** Absent where servers do not list their models. */
  listModels?(endpoint: ApiEndpoint): ModelListRequest;
}

/** What an API has besides the model and the messages, as data. */
export interface ParameterTable {
  /** Keys of the body, and keys of OpenAI's form that `build` translates by their shape. */
  readonly known: ReadonlySet<string>;
  /** OpenAI's name → this API's. */
  readonly renames: Readonly<Record<string, string>>;
  /** Servers that speak it have keys of their own: what a client of the same form names is passed on. */
  readonly open: boolean;
  /** What goes into a request though nobody set it: the API demands it, or the figures of a run depend on it. */
  defaults(request: AskedRequest, provider: ProviderTraits): PlannedParameter[];
}

/** A request as far as what is added to it depends on. */
export interface AskedRequest {
  sentKeys: ReadonlySet<string>;
  stream: boolean;
  /** Values of the sent keys. */
  values?: JsonObject;
  traits?: ModelTraits;
}

/** What may differ between servers of one API; a provider says it as data. */
export interface ProviderTraits {
  label: string;
  /** Headers every request to this provider carries. */
  headers?: Record<string, string>;
  /** The header that carries the key alone, in place of the API's own. */
  keyHeader?: string;
  /** `deployments`: the model's deployment stands in the path and a version in the query, as Azure has it. */
  address?: "deployments";
  /** Its keys go as a bearer, whichever API is asked. */
  bearerKeys?: true;
  /** It counts tokens at the end of every stream and may refuse `stream_options`. */
  usageUnasked?: boolean;
  /** What its chat messages may hold, where that is less than all of OpenAI's. */
  chat?: ChatTraits;
}

/** What a server of chat completions takes in messages (`README.md#what-a-server-takes`). */
export interface ChatTraits {
  /** Keys of a message besides role and content; any other is refused there. Absent: all are taken. */
  messageKeys?: readonly string[];
  /**
   * It refuses what answers of other servers bring beside OpenAI's keys: reasoning, extras of tool calls. Of the calls the
   * same holds where `messageKeys` says the keys.
   */
  plainTurns?: true;
  /** Of the calls not: what came with them goes back (Gemini's signature of a thought). */
  callExtras?: true;
  /** Who has the role `developer`: all models, or those whose traits say so; for all others it is `system`. */
  developer?: "all models" | "some models";
  /** `text`: contents are text and nothing else. `texts joined`: lists are for pictures, plain texts are joined. */
  content?: "text" | "texts joined";
  /** It wants the reasoning of turns with tool calls back and refuses a conversation without it. */
  reasoningBack?: true;
  /** It takes a file's bytes or the id of an upload, and fetches none from an address. */
  filesInline?: true;
  /** It takes Anthropic's marks and passes them on. */
  cacheControl?: true;
}

/** Where a request goes and what it shows there. */
export interface ApiEndpoint {
  baseUrl: string;
  /** For addresses that carry one. */
  apiVersion?: string;
  /** The placeholder of the key, or the word a keyless server wants. Absent: no header for it. */
  key?: string;
  /** The key is a token: it goes into `authorization`, whatever the provider's header is. */
  bearer?: true;
  /** OpenAI's organization. */
  organization?: string;
  /** Headers the call asked for. One of a name that the request has already takes its place. */
  headers?: BuiltRequest["headers"];
  provider: ProviderTraits;
}

/** A request but for the values of its secrets: what is shown is what is sent. */
export interface BuiltRequest {
  method: "GET" | "POST" | "DELETE";
  url: string;
  /** In the order they leave. */
  headers: [name: string, value: string][];
  /** Absent for a request without one. */
  body?: string;
}

/** Which answer of a server, and what is to become of it. */
export interface KeptAnswerAsked {
  method: "GET" | "DELETE";
  /** As the server gave it. */
  id: string;
  /** Of the address, without the question mark. */
  query: string;
}

/** Asks a server for its models. */
export interface ModelListRequest extends BuiltRequest {
  /** The names in the answer, in its order; undefined when it is no list of models. */
  read(body: string): string[] | undefined;
}

/** A frame of a stream as the reader saw it. */
export interface ReadFrame {
  event?: string | undefined;
  data: string;
}

/** What of a web stream's reader is asked. */
export type AnswerReader = Pick<ReadableStreamDefaultReader<Uint8Array>, "read" | "cancel" | "releaseLock">;

/** What of a `Response` an API may read. */
export interface ReadableAnswer extends Pick<Response, "text"> {
  headers: Pick<Headers, "get">;
  body: ReadableStream<Uint8Array> | null;
  /** The bytes of `body` without the web stream around them, which costs as much as reading a short answer. */
  reader?: AnswerReader;
  /** All of the body, read in place of `body`; for who need not read it as it comes. */
  readWhole?(): Promise<Buffer>;
  /** All of the body, where it has come already; `body` and `text` give the same. */
  whole?: Buffer;
}

export interface ReadIo {
  /** Whether a stream was asked for; the answer's own header is believed over it. */
  stream: boolean;
  /** What was asked, for an API whose answers have to be read by it. */
  plan?: Pick<RequestPlan, "traits" | "parameters">;
  /** Told of every frame, so that the record has them without a second parse. */
  onFrame?: ((frame: ReadFrame) => void) | undefined;
  /** Told in its place of all at once that came together, by who can. */
  onFrames?: ((frames: readonly ReadFrame[]) => void) | undefined;
  /** Longest line and event accepted, in characters. */
  limits: { line: number; event: number };
}

/** A refused request's answer, read to its end. */
export interface RefusedAnswer {
  status: number;
  headers: Headers;
  body: string;
  /** UTC milliseconds, for waits that are given as a date. */
  now: number;
}

/** What a server said when it refused. */
export interface Refusal {
  /** Its own words; empty when it had none. */
  message: string;
  code?: string;
  type?: string;
  /** Milliseconds it asks to wait. */
  retryAfterMs?: number;
  /** The id its support asks for. */
  requestId?: string;
}
