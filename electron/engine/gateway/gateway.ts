import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import type { ClientMessagesMode } from "@shared/domain/prompt/compiled.ts";
import type { PromptLibraryId } from "@shared/domain/prompt/prompt.ts";
import type { Endpoint } from "@shared/domain/run/request-plan.ts";
import type { WireRequest } from "@shared/domain/wire/wire.ts";
import type { CallCredentials } from "../credentials/call-credentials.ts";
import type { Environment } from "../credentials/environment.ts";
import type { SecretVault } from "../credentials/secret-vault.ts";
import { createRedactor } from "../http/redact.ts";
import type { PromptLibrary } from "../libraries/library.ts";
import type { GatewayConfig } from "../litellm/config-model.ts";
import type { Clock } from "../ports.ts";
import type { Providers } from "../providers/registry.ts";
import { stripLangfusePrefix } from "../routing/model-routing.ts";
import type { ClientAnswer } from "./attempt.ts";
import type { CallFollower, GatewayCall } from "./call-record.ts";
import type { CountedTokens } from "./count-tokens.ts";
import { createCooldowns, findAskedGroup } from "./deployments.ts";
import { describeGroups } from "./describe-groups.ts";
import { describeModels, modelNames } from "./describe-models.ts";
import type { ClientForm } from "./forms/client-form.ts";
import { builtInForms } from "./forms/registry.ts";
import { type EntryHealth, healthOf } from "./gateway-health.ts";
import type { KeptAnswer, KeptAnswers, KeptRequest } from "./kept-answers.ts";
import { createModelLists } from "./model-lists.ts";
import type { PlanFrames } from "./plan-call.ts";
import { servedModels } from "./served-models.ts";

export interface GatewayOptions {
  config: GatewayConfig;
  /** With the config's `environment_variables` in it. */
  environment: Environment;
  providers: Providers;
  vault: SecretVault;
  /** Opened when the first prompt is needed. @throws AppFailure `langfuse_not_configured`. */
  openLibrary(credentials: CallCredentials, library: PromptLibraryId): Promise<PromptLibrary>;
  /** Where the sample models are; only the app has them. */
  demo?: Endpoint;
  clock: Clock;
  /** At least 0, less than 1. */
  random(): number;
  clientMessagesMode: ClientMessagesMode;
  /** `--model`: answers every request, whatever model it names. */
  fixedModel?: string;
  /** Those there are, unless said otherwise. */
  forms?: readonly [ClientForm, ...ClientForm[]];
  /** Told of each call when an exchange starts or ends and when the call has ended. */
  observe?: (call: GatewayCall) => void;
  /** Answers of earlier calls that can be asked for again; absent without a history. */
  answers?: KeptAnswers;
  /** Where prompts come from; Langfuse unless said otherwise. */
  promptLibrary?: PromptLibraryId;
  /** The next number of a call; without it calls are counted from 1. */
  nextSequence?: () => number;
  /** Asked for each call that could be read: who hears it as it happens. */
  follow?: (call: GatewayCall) => CallFollower;
}

/** What a call was answered with, for headers and log lines. */
export interface GatewayReceipt {
  callId: string;
  entryId?: string;
  /** The name of the config whose entries were asked, of a fallback where one was. */
  modelGroup?: string;
  /** Where the entry's server is. */
  apiBase?: string;
  /** The model the server says it has used, else the one it was asked for. */
  servedModel?: string;
  /** Tries after the first, in the group that was asked last. */
  retries: number;
  /** Groups that were asked after the first. */
  fallbacks: number;
  /** US dollars at list prices, where server and price list say enough before the answer's head is sent. */
  costUsd?: number;
  /** `name@version`. */
  prompt?: string;
  /** What became of the client's messages in a prompt's call. */
  clientMessages?: string;
  /** True for an entry's `mock_response`. */
  mock?: true;
  /** Parameters that the target does not take and that were left out. */
  dropped?: readonly string[];
  /** What of the request the target cannot say as it was given: parameters, keys of messages, `messages` as such. */
  adjusted?: readonly string[];
  /** Keys of the body that have no effect here. */
  ignored?: readonly string[];
  /** Milliseconds of our own before the provider was asked. */
  overheadMs: number;
}

/** A parsed body and the form it was sent in. */
export interface GatewayAsked {
  form: ClientForm;
  body: JsonValue;
  /** The client's own, by lower-case name; some go to the provider where the config wants it. */
  headers?: Readonly<Record<string, string | string[] | undefined>>;
}

export interface HandleIo {
  client: ClientAnswer;
  signal: AbortSignal;
  /** Called once, just before the head of the answer is sent. */
  onReceipt(receipt: GatewayReceipt): void;
}

/** The gateway without a server: everything between a parsed body and the bytes of an answer. */
export interface Gateway {
  readonly config: GatewayConfig;
  /** The forms it answers. */
  readonly forms: readonly [ClientForm, ...ClientForm[]];
  /**
   * Answers a call; whatever happens to the call ends up at the client.
   * @throws GatewayFailure for a body that is no call.
   */
  complete(asked: GatewayAsked, io: HandleIo): Promise<GatewayCall>;
  /** An answer that was given before, or its removal. @throws GatewayFailure 400, 404; AppFailure. */
  kept(asked: KeptRequest, signal: AbortSignal): Promise<KeptAnswer>;
  /** The request a body would become, nothing sent to a provider. @throws GatewayFailure, AppFailure. */
  preview(asked: GatewayAsked, signal: AbortSignal): Promise<WireRequest>;
  /** Every entry, or those of one name, with what its server answered just now. Calls no model. */
  health(model?: string): Promise<EntryHealth[]>;
  /** Whether a client may ask for this name. */
  serves(model: string): boolean;
  /** The names of the config, wildcards as patterns. */
  names(): string[];
  /** The names a client may ask for, wildcards as what their providers list. */
  models(): Promise<string[]>;
  modelInfo(): JsonObject[];
  /** What is known of each group, in LiteLLM's words. */
  groupInfo(): JsonObject[];
  /** Tokens of messages, and the name of the model behind the one that is asked for. Asks nobody. */
  countTokens(
    model: string,
    messages: readonly Message[],
    signal: AbortSignal,
  ): Promise<CountedTokens & { model: string }>;
  /** Takes every known key out of a text: the second net under everything a client is told. */
  redact(text: string): string;
}

/**
 * Puts a gateway together. What a call needs is loaded with the first call, so that a server listens at once
 * (`README.md#loaded-late`).
 */
export function createGateway(options: GatewayOptions): Gateway {
  const { config } = options;
  const lists = createModelLists(options);
  const cooldowns = createCooldowns(options.clock, config.cooldownSeconds);
  const frames: PlanFrames = new WeakMap();
  let sequence = 0;
  let loading: Promise<typeof import("./handle-call.ts")> | undefined;
  const loaded = () => {
    loading ??= import("./handle-call.ts");
    return loading;
  };
  return {
    config,
    forms: options.forms ?? builtInForms,
    async complete(asked, io) {
      const { completeCall } = await loaded();
      sequence = options.nextSequence?.() ?? sequence + 1;
      return completeCall(asked, io, { ...options, cooldowns, frames, sequence });
    },
    async kept(asked, signal) {
      const { keptAnswer } = await import("./kept-answers.ts");
      return keptAnswer(asked, options, signal);
    },
    async preview(asked, signal) {
      const { previewCall } = await loaded();
      return previewCall(asked, signal, { ...options, cooldowns, frames, sequence });
    },
    health: (model) => healthOf(config, model, lists, options),
    serves: (model) => {
      const group = findAskedGroup(config, model);
      return group !== undefined && group.unserved === undefined;
    },
    names: () => modelNames(config),
    models: () => servedModels(config, lists, options),
    modelInfo: () => describeModels(config),
    groupInfo: () => describeGroups(config, options.providers),
    async countTokens(model, messages, signal) {
      const written = findAskedGroup(config, model)?.deployments[0]?.model ?? model;
      const { countMessages } = await import("./count-tokens.ts");
      return {
        ...(await countMessages(messages, signal)),
        model: stripLangfusePrefix(written).replace(/^[^/]+\//, ""),
      };
    },
    redact: createRedactor(options.vault.values),
  };
}
