import type { ClientMessagesMode } from "../prompt/compiled.ts";
import type { PromptRef } from "../prompt/prompt.ts";
import type { RunRequest, RunState } from "../run/run.ts";
import type { Outcome, Usage } from "../run/stream-event.ts";

/** Something that was decided about a call, and why; shown beside the call in the inspector. */
export interface GatewayDecision {
  subject: "model" | "prompt" | "variables" | "target" | "deployment" | "fallback" | "messages";
  value: string;
  because: string;
}

/** What a run has that came in through the gateway. */
export interface GatewayMark {
  /** The model the client named. */
  requestedModel: string;
  /** The entry of the config that answered; absent before one was tried. */
  entryId?: string;
  decisions: GatewayDecision[];
  /** The form whose clients may ask for the answer again; absent where it is not kept for them. */
  kept?: string;
  /** So many of the client's messages are instructions of this call alone. */
  instructions?: number;
}

/** How the gateway is started from the app. */
export interface GatewayOptions {
  /** On 127.0.0.1; 0 takes any free port. */
  port: number;
  /** Answers every request, whatever model it names. */
  model?: string;
  /** With `model`: the prompt every request goes through. */
  promptId?: string;
  /** Tells each outgoing request as curl, as `--detailed_debug` does. */
  debug: boolean;
}

/** LiteLLM's own default port. */
export const defaultGatewayOptions: GatewayOptions = { port: 4000, debug: false };

/** The config as it is kept in the profile. */
export interface GatewayConfigText {
  text: string;
  options: GatewayOptions;
}

export interface GatewayStatus {
  state: "stopped" | "starting" | "running" | "stopping";
  /** `http://127.0.0.1:4000` while it runs. */
  address: string | null;
  /** Names a client may ask for. */
  models: string[];
  /** Whether calls need the config's master key, or any key is taken. */
  masterKey: boolean;
  options: GatewayOptions;
  clientMessagesMode: ClientMessagesMode;
  /** Where prompts come from. */
  prompts: PromptRef["library"];
  /** True when the kept config is no longer the one that runs. */
  configChanged: boolean;
}

/** What a config offers to programs. */
export interface GatewayOutline {
  /** Names a client may ask for, with the prompt each stands for; null for a model without one. */
  models: { name: string; prompt: { id?: string; version?: number; label?: string } | null }[];
  masterKey: boolean;
}

/** A row of the gateway's log. */
export interface GatewayCallRow {
  runId: string;
  sequence: number;
  /** UTC milliseconds. */
  startedAt: number;
  state: RunState;
  requestedModel: string;
  /** `name@version`; null for a call without a prompt or before it is known. */
  prompt: string | null;
  provider: string | null;
  targetModel: string | null;
  /** True when the target is another entry of the config. */
  alias: boolean;
  stream: boolean;
  httpStatus: number | null;
  outcome: Outcome["kind"] | null;
  /** Why it failed, in one line. */
  error: string | null;
  totalMs: number | null;
  usage: Usage;
}

/** What the gateway tells its watchers; the first ones say all that is known. */
export type GatewayEvent =
  | { type: "status"; status: GatewayStatus }
  /** Calls that began or changed; a call is told again when more of it is known. */
  | { type: "calls"; calls: GatewayCallRow[] }
  | { type: "debug"; lines: string[] };

/** What a call can be opened with in the playground. */
export interface RecoveredCall {
  /**
   * `named`: the call named its prompt. `matched`: its messages fit one template and give its values. `ambiguous`: they
   * fit, but not all values can be told, or not one template. `none`: no template is known for it.
   */
  kind: "named" | "matched" | "ambiguous" | "none";
  /** The same call as a run of the playground; its messages without a prompt when no template is known for it. */
  request: RunRequest;
  /** How it was found, what is missing and why, in words for a person. */
  note?: string;
}
