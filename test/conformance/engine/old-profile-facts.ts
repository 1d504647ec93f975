import { createHash } from "node:crypto";
import type { RouteInput } from "@shared/contract/routes.ts";
import type { GatewayConfigText, GatewayOutline, RecoveredCall } from "@shared/domain/gateway/gateway.ts";
import type { ModelPrice } from "@shared/domain/model/price.ts";
import type { Draft } from "@shared/domain/prompt/draft.ts";
import { refOf } from "@shared/domain/prompt/run-prompt.ts";
import type { InputOwner, SavedInput } from "@shared/domain/prompt/saved-input.ts";
import type {
  ExportFormat,
  HistoryFacets,
  HistoryFilter,
  HistoryRun,
  HistoryStatus,
  RunNotes,
  RunSummary,
} from "@shared/domain/run/history.ts";
import type { Usage } from "@shared/domain/run/stream-event.ts";
import type { LangfuseConnectionView, Preferences, ProviderView, SettingsView } from "@shared/domain/settings.ts";

/** `expected.json` of a recorded profile: what its own version answered when it opened a copy. */
export interface ExpectedProfile {
  status: Pick<HistoryStatus, "runs" | "problem" | "readOnly" | "notices">;
  deleted: string[];
  /** Newest first. */
  order: string[];
  rows: RunSummary[];
  runs: Record<string, RunFacts & { shows: string; replay: ReplayFacts | null }>;
  facets: HistoryFacets;
  searches: { filter: HistoryFilter; ids: string[] }[];
  settings: Record<"withKeyRing" | "withoutKeyRing", SettingsFacts>;
  prices: { own: ModelPrice[] };
  draft: Draft;
  inputs: { prompt: InputOwner; inputs: SavedInput[] }[];
  gateway: {
    config: GatewayConfigText;
    outline: GatewayOutline;
    check: unknown[];
    recovered: ({ runId: string } & RecoveredCall)[];
  };
  /** Those the draft uses, with runs that have sent them. */
  pictures: { hash: string; sha256: string; sentBy: string[] }[];
  exports: ExpectedFile[];
}

interface RunFacts {
  state: string;
  outcome: string | null;
  errorCode: string | null;
  prompt: { library: string; name: string; version: string | null } | null;
  model: string;
  /** Compiled ones; null where it did not come so far. */
  messages: number | null;
  /** Its first 80 characters. */
  answer: string;
  usage: Usage;
  costUsd: number | null;
  exchanges: {
    kind: string;
    attempt: number;
    status: number | null;
    frames: number;
    requestSha256: string;
    answerSha256: string | null;
  }[];
  notes: RunNotes;
}

/** How a run ends when its answer is played again. */
interface ReplayFacts {
  outcome: string;
  errorCode: string | null;
}

interface SettingsFacts {
  preferences: Preferences;
  /** The only one there was. */
  langfuse: Pick<LangfuseConnectionView, "host" | "publicKey" | "secretKey" | "configured"> & {
    hostSource: LangfuseConnectionView["source"];
  };
  /** Those that are set up. */
  providers: Partial<ProviderView>[];
}

/** A file that was made of the profile, and how. */
export type ExpectedFile = { file: string; sha256: string; fileName: string; mediaType: string } & (
  | { route: "history.export"; format: ExportFormat; ids?: string[] }
  | { route: "cassette.export"; runId: string }
  | { route: "inputs.export"; prompt: InputOwner }
  | { route: "gateway.export"; variants: RouteInput<"gateway.export">["variants"] }
  | { route: null; code: string; runId: string }
);

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What a run says in the form of `expected.json`. */
export function factsOf({ record, notes }: HistoryRun): RunFacts {
  const { outcome, resolved, request, plan, compiled, output, metrics } = record;
  const prompt = resolved?.prompt ?? refOf(request.prompt);
  return {
    state: record.state,
    outcome: outcome?.kind ?? null,
    errorCode: outcome && "error" in outcome ? outcome.error.code : null,
    prompt: prompt && { library: prompt.library, name: prompt.name, version: prompt.version ?? null },
    model: plan?.route.model ?? request.model,
    messages: compiled?.messages.length ?? null,
    answer: output.text.slice(0, 80),
    usage: output.usage,
    costUsd: metrics?.cost?.usd ?? null,
    exchanges: record.exchanges.map(({ kind, attempt, response, frames, request: { bodySha256 } }) => ({
      kind,
      attempt,
      status: response?.status ?? null,
      frames: frames.length,
      requestSha256: bodySha256,
      answerSha256: response ? sha256(response.body) : null,
    })),
    notes,
  };
}

/** What the settings say of the connections that are set up. */
export function settingsFactsOf(view: SettingsView, { providers }: SettingsFacts): SettingsFacts {
  const shown = new Set(providers.map(({ id }) => id));
  const [langfuse] = view.langfuse;
  if (!langfuse || view.langfuse.length > 1) throw new Error("The profile has one Langfuse connection.");
  const { id: _id, isDefault: _isDefault, source, ...one } = langfuse;
  return {
    ...view,
    langfuse: { ...one, hostSource: source },
    providers: view.providers.filter(({ id }) => shown.has(id)),
  };
}
