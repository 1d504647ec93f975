import * as z from "zod";
import type { AppError } from "../domain/error/error.ts";
import { isKeptPicture } from "../domain/message/picture.ts";
import type { ModelGroup } from "../domain/model/model.ts";
import { modelPriceListSchema, type PriceTable } from "../domain/model/price.ts";
import type { RetirementDesk } from "../domain/model/retirement.ts";
import { type Draft, draftSchema } from "../domain/prompt/draft.ts";
import {
  type PromptList,
  type PromptVersionSummary,
  promptIdentitySchema,
  promptLibraryIdSchema,
  promptRefSchema,
  type ResolvedPrompt,
} from "../domain/prompt/prompt.ts";
import { inputOwnerSchema, inputToSaveSchema, type SavedInput } from "../domain/prompt/saved-input.ts";
import { figureGroups } from "../domain/run/figure-groups.ts";
import {
  type ExportedFile,
  type HistoryFacets,
  type HistoryPage,
  type HistoryRun,
  type HistoryStatus,
  historyLimitsSchema,
  type ImportResult,
  type RunsOverLimits,
  type SavedFile,
  type SentNames,
} from "../domain/run/history.ts";
import {
  exportFormatSchema,
  historyFilterSchema,
  historyQuerySchema,
  runNotesChangeSchema,
} from "../domain/run/history-query.ts";
import {
  type ReplayPlace,
  type RunPreview,
  type RunRecord,
  replaySpeedSchema,
  runRequestSchema,
  type TokenEstimate,
} from "../domain/run/run.ts";
import type { StreamEvent } from "../domain/run/stream-event.ts";
import { type Preferences, preferencesSchema, type SettingsView, secretStorageSchema } from "../domain/settings.ts";
import { backupRoutes } from "./backup-routes.ts";
import { datasetRoutes } from "./dataset-routes.ts";
import { command, type InputOf, type OutputOf, type ParsedInputOf, query, stream } from "./define.ts";
import { experimentRoutes } from "./experiment-routes.ts";
import { gatewayRoutes } from "./gateway-routes.ts";
import { jobRoutes } from "./job-routes.ts";
import { localRoutes } from "./local-routes.ts";
import { writingRoutes } from "./writing-routes.ts";

const nothing = z.strictObject({});
const runIdText = z.string().min(1).max(100);
const runId = z.strictObject({ runId: runIdText });
const runIds = z.strictObject({ runIds: z.array(runIdText).min(1).max(10_000) });
/** The text of a file that was read in; what it may hold is checked by whoever parses it. */
const fileText = z
  .string()
  .min(1)
  .max(64 * 1024 * 1024);
/** A pasted key often brings white space or a newline; the engine trims and checks what is left. */
const secretInput = z.string().min(1).max(10_000);
const connectionText = z.string().min(1).max(200);
const urlInput = z.string().min(1).max(2_048);

export interface AppInfo {
  name: "Promptscope";
  version: string;
  host: "desktop" | "web";
  platform: string;
  /** Whether links can be opened by the host; the web host leaves that to the browser. */
  opensLinks: boolean;
  /** Whether the host asks for files with the system's dialog; the web host leaves that to the page and the browser. */
  choosesFiles: boolean;
}

/** What a connection test found. The public key is not verified by Langfuse, only the secret key is. */
export interface LangfuseTest {
  projectId: string;
  projectName: string;
  organization?: string;
  serverVersion?: string;
  promptCount: number;
  /** Whether the key may write; absent where it was not asked, or cannot be told. */
  writes?: boolean;
}

/** What a provider answered when it was asked for its models. */
export interface ProviderTest {
  /** Null: it has no list, so that its key was not tried. */
  models: number | null;
}

export interface RunStarted {
  runId: string;
}

export interface ReplayStarted extends RunStarted {
  /** Null for a replay that goes on by itself. */
  place: ReplayPlace | null;
}

/** Something a run told, or why it cannot be followed. */
export type RunEvent = { runId: string; seq: number; event: StreamEvent } | { runId: string; error: AppError };

/** What kept runs came to; replays are left out. */
export interface RunFigures {
  runs: number;
  /** Ended without an answer, and were not cancelled. */
  failed: number;
  /** Milliseconds; the middle one of the runs that were answered in full. Null when there is none. */
  medianTtftMs: number | null;
  medianTotalMs: number | null;
  /** Milliseconds that 95 of 100 of them did not take longer than; null of fewer than `fewestForP95`. */
  p95TtftMs: number | null;
  p95TotalMs: number | null;
  /** Sums of what providers reported. Null when none of them did. */
  inputTokens: number | null;
  outputTokens: number | null;
}

/** Those of one model. */
export interface ModelFigures extends RunFigures {
  model: string;
  provider: string | null;
}

/** Those of one model, provider, prompt, day, week or month. */
export interface GroupFigures extends RunFigures {
  /**
   * Empty for runs that have none; a day as 2026-11-29, a week as its Monday, a month as 2026-11, in the zone of the
   * machine.
   */
  name: string;
  /** The model's provider, the prompt's library; null of the others. */
  within: string | null;
  /** US dollars: the sum of the runs that have a cost. Null when none has. */
  costUsd: number | null;
  /** How many have one. */
  priced: number;
}

/** A file for the person to keep; the renderer offers it as a download. */
export interface JsonFile {
  name: string;
  json: string;
}

/** Something the host asks the interface to do: a native menu item, a second instance. */
export interface HostCommand {
  command: string;
}

/**
 * THE route table: the only way from the renderer to the engine. `kind` decides the transport form, `input` is parsed
 * at the door by every host. No route returns a secret.
 */
export const routes = {
  "app.info": query<AppInfo>()(nothing),
  "app.openLink": command<null>()(z.strictObject({ url: urlInput })),
  "app.commands": stream<HostCommand>()(nothing),

  "settings.get": query<SettingsView>()(nothing),
  "settings.save": command<SettingsView>()(preferencesSchema.partial() as z.ZodType<Partial<Preferences>>),
  "langfuse.connect": command<SettingsView>()(
    z.strictObject({
      /** One that is there and is changed; absent: another one. */
      connection: connectionText.optional(),
      host: urlInput,
      publicKey: secretInput,
      /** Absent keeps the stored one, provided host and public key have not changed. */
      secretKey: secretInput.optional(),
      storage: secretStorageSchema,
      /** As a test found it. */
      project: z.strictObject({ id: z.string().max(200), name: z.string().max(1_000) }).optional(),
    }),
  ),
  "langfuse.disconnect": command<SettingsView>()(z.strictObject({ connection: connectionText })),
  /** Makes one the default: the gateway and the command line use it. */
  "langfuse.prefer": command<SettingsView>()(z.strictObject({ connection: connectionText })),
  "langfuse.test": query<LangfuseTest>()(
    z.strictObject({
      /** Keys that are not stored yet, or the id of a connection. */
      which: z.union([
        z.strictObject({ connection: connectionText }),
        z.strictObject({ host: urlInput, publicKey: secretInput, secretKey: secretInput }),
      ]),
      /** Asks also whether the key may write: by a request to write that names nothing and changes nothing. */
      asksToWrite: z.boolean(),
    }),
  ),
  "provider.connect": command<SettingsView>()(
    z.strictObject({
      provider: z.string().min(1).max(100),
      /** Absent uses the provider's default. */
      baseUrl: urlInput.optional(),
      /** Absent keeps the stored one, provided the base URL has not changed. */
      apiKey: secretInput.optional(),
      apiVersion: z.string().max(100).optional(),
      storage: secretStorageSchema,
    }),
  ),
  /** Asks a server for its models, as a key that is not stored yet. */
  "provider.test": query<ProviderTest>()(
    z.strictObject({
      provider: z.string().min(1).max(100),
      baseUrl: urlInput.optional(),
      /** Absent: the one in force. */
      apiKey: secretInput.optional(),
      apiVersion: z.string().max(100).optional(),
    }),
  ),
  "provider.disconnect": command<SettingsView>()(z.strictObject({ provider: z.string().min(1).max(100) })),

  "models.list": query<ModelGroup[]>()(z.strictObject({ refresh: z.boolean() })),
  /** Everything that names a model which ends within 90 days or is gone. Asks prompt libraries, no provider. */
  "models.retiring": query<RetirementDesk>()(nothing),

  "prompts.list": query<PromptList>()(
    z.strictObject({
      library: promptLibraryIdSchema,
      /** Absent: the library's default. */
      connection: connectionText.optional(),
      refresh: z.boolean(),
    }),
  ),
  "prompts.get": query<ResolvedPrompt>()(
    z.strictObject({
      ref: promptRefSchema,
      /** False gives the stored text with its `@@@langfusePrompt:…@@@` references, for reading and editing. */
      resolve: z.boolean(),
      refresh: z.boolean(),
    }),
  ),
  "prompts.versions": query<PromptVersionSummary[]>()(
    z.strictObject({ prompt: promptIdentitySchema, refresh: z.boolean() }),
  ),

  "run.preview": query<RunPreview>()(runRequestSchema),
  /** The count of the first figure of a preview; null when there is none to be had. */
  "run.countTokens": query<TokenEstimate | null>()(z.strictObject({ countId: z.string().min(1).max(20) })),
  "run.start": command<RunStarted>()(runRequestSchema),
  "run.events": stream<StreamEvent>()(
    z.strictObject({ runId: z.string().min(1).max(100), after: z.number().int().min(-1).optional() }),
  ),
  /** Events of many runs over one connection: a browser allows six to a host, and a comparison has more runs. */
  "runs.events": stream<RunEvent>()(
    z.strictObject({
      runs: z
        .array(z.strictObject({ runId: z.string().min(1).max(100), after: z.number().int().min(-1) }))
        .min(1)
        .max(5_000),
    }),
  ),
  "run.cancel": command<null>()(runId),
  "run.get": query<RunRecord>()(runId),

  /** One page, newest first; `filter.text` searches. */
  "history.list": query<HistoryPage>()(historyQuerySchema),
  "history.count": query<number>()(historyFilterSchema),
  "history.facets": query<HistoryFacets>()(nothing),
  /** Most runs first. */
  "history.figures": query<ModelFigures[]>()(historyFilterSchema),
  /** Most runs first, days with the latest first. */
  "history.groups": query<GroupFigures[]>()(z.strictObject({ filter: historyFilterSchema, by: z.enum(figureGroups) })),
  /** What the newest runs that a filter leaves were given values for, by name. */
  "history.sentNames": query<SentNames>()(
    z.strictObject({ filter: historyFilterSchema, most: z.number().int().min(1).max(1_000) }),
  ),
  "history.status": query<HistoryStatus>()(nothing),
  /** What limits would remove if they were in force; removes nothing. */
  "history.overLimits": query<RunsOverLimits>()(historyLimitsSchema),
  "history.get": query<HistoryRun>()(runId),
  "history.update": command<null>()(z.strictObject({ runId: runIdText, change: runNotesChangeSchema })),
  /** Gives the ids that were there; they can be brought back until the next start. */
  "history.delete": command<string[]>()(runIds),
  "history.undoDelete": command<string[]>()(runIds),
  "history.export": query<ExportedFile>()(
    z.strictObject({
      which: z.union([
        z.strictObject({ ids: z.array(runIdText).min(1).max(10_000) }),
        z.strictObject({ filter: historyFilterSchema }),
      ]),
      format: exportFormatSchema,
    }),
  ),
  "history.import": command<ImportResult>()(z.strictObject({ text: fileText })),

  "cassette.export": query<SavedFile>()(runId),
  /** Plays the recorded answer of a run, or a cassette, as a run of its own; nothing leaves the machine. */
  "cassette.replay": command<ReplayStarted>()(
    z.strictObject({ source: z.union([runId, z.strictObject({ text: fileText })]), speed: replaySpeedSchema }),
  ),
  /** Shows more frames of a replay by steps. */
  "cassette.step": command<ReplayPlace>()(
    z.strictObject({ runId: runIdText, frames: z.number().int().min(1).max(100_000) }),
  ),

  ...datasetRoutes,

  "prices.list": query<PriceTable>()(nothing),
  /** Replaces the person's own prices. */
  "prices.save": command<PriceTable>()(z.strictObject({ own: modelPriceListSchema })),

  "inputs.list": query<SavedInput[]>()(z.strictObject({ prompt: inputOwnerSchema })),
  "inputs.save": command<SavedInput[]>()(z.strictObject({ prompt: inputOwnerSchema, input: inputToSaveSchema })),
  "inputs.remove": command<SavedInput[]>()(
    z.strictObject({ prompt: inputOwnerSchema, id: z.string().min(1).max(100) }),
  ),
  /** Inputs kept for a prompt of this name when it was not noted whose prompt it was. */
  "inputs.fromBefore": query<SavedInput[]>()(z.strictObject({ prompt: inputOwnerSchema })),
  "inputs.takeFromBefore": command<SavedInput[]>()(z.strictObject({ prompt: inputOwnerSchema })),
  "inputs.export": query<JsonFile>()(z.strictObject({ prompt: inputOwnerSchema })),
  "inputs.import": command<SavedInput[]>()(
    z.strictObject({ prompt: inputOwnerSchema, json: z.string().max(20_000_000) }),
  ),

  /** Keeps a picture, given as data: URL, for drafts and requests to refer to. */
  "pictures.keep": command<{ hash: string }>()(z.strictObject({ url: z.string().refine(isKeptPicture) })),
  /** Null when the picture's file is gone. */
  "pictures.get": query<{ url: string | null }>()(z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/) })),

  "draft.get": query<Draft>()(nothing),
  "draft.save": command<null>()(draftSchema),

  ...writingRoutes,

  ...localRoutes,

  ...backupRoutes,

  ...jobRoutes,

  ...experimentRoutes,

  ...gatewayRoutes,
} as const;

export type Routes = typeof routes;
export type RouteName = keyof Routes;
export type RouteNameOf<Kind> = { [N in RouteName]: Routes[N]["kind"] extends Kind ? N : never }[RouteName];
export type CallName = RouteNameOf<"query" | "command">;
export type StreamName = RouteNameOf<"stream">;
export type RouteInput<N extends RouteName> = InputOf<Routes[N]>;
export type RouteParsedInput<N extends RouteName> = ParsedInputOf<Routes[N]>;
export type RouteOutput<N extends RouteName> = OutputOf<Routes[N]>;
