import type { ModelFigures } from "@shared/contract/routes.ts";
import { appErrorOf } from "@shared/domain/error/app-failure.ts";
import type { KeptSetup } from "@shared/domain/experiment/experiment-setup.ts";
import type { ExperimentSummary } from "@shared/domain/experiment/experiment-summary.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { RetirementDesk, RetiringModel, RetiringUse } from "@shared/domain/model/retirement.ts";
import type { Draft } from "@shared/domain/prompt/draft.ts";
import type { EditSummary } from "@shared/domain/prompt/edit-summary.ts";
import type { EditState } from "@shared/domain/prompt/kept-edit.ts";
import { readLangfuseConfig } from "@shared/domain/prompt/langfuse-config.ts";
import type { PromptIdentity, PromptRef, PromptSummary } from "@shared/domain/prompt/prompt.ts";
import type { HistoryFilter } from "@shared/domain/run/history.ts";
import { inParallel } from "./http/in-parallel.ts";
import type { PromptLibrary } from "./libraries/library.ts";
import type { PromptLibraries } from "./libraries/registry.ts";
import { modelListProblems } from "./models/profile-lists.ts";
import type { CallIo, Clock } from "./ports.ts";
import type { Providers } from "./providers/registry.ts";
import { daysAhead, findRetirement } from "./routing/find-retirement.ts";
import { isPrefixOf } from "./routing/model-routing.ts";

export interface RetirementDeskPorts {
  clock: Clock;
  providers: Providers;
  libraries: Pick<PromptLibraries, "views" | "open">;
  edits: { list(): EditSummary[]; get(prompt: PromptIdentity): EditState };
  draft(): Draft;
  /** Experiments with the models that their variants name themselves. */
  experiments(): Promise<{ summary: ExperimentSummary; models: string[] }[]>;
  setups(): Promise<KeptSetup[]>;
  /** Deployments of the gateway's config: each entry's name and the model behind it. */
  deployments(): Promise<{ name: string; model: string; apiBase: string | null }[]>;
  figures(filter: HistoryFilter): Promise<ModelFigures[]>;
}

/** Runs of so many days count. */
const runDays = 30;
const dayMs = 86_400_000;
/** So many prompts are asked for at once, and of a library at most: a version has to be read for its model. */
const atOnce = 4;
const mostRead = 500;

/**
 * Looks through everything that names a model for those that end within 90 days or are gone. Asks the prompt libraries,
 * no provider. What cannot be read is told and stops nothing.
 * @throws AppFailure `cancelled` only.
 */
export async function readRetirementDesk(ports: RetirementDeskPorts, io: CallIo): Promise<RetirementDesk> {
  const desk = createDesk(ports);
  const steps: [what: string, read: () => unknown][] = [
    ...ports.libraries
      .views()
      .filter(({ ready }) => ready)
      .flatMap(({ id, label, connections }) => {
        const places = connections.length > 0 ? connections.map((one) => one.id) : [undefined];
        return places.map((connection): [string, () => unknown] => [
          label,
          () => readLibrary(ports.libraries.open(id, undefined, connection), desk, io),
        ]);
      }),
    ["The edits", () => readEdits(ports, desk)],
    ["The playground", () => readDraft(ports.draft(), desk)],
    ["The experiments", async () => readExperiments(await ports.experiments(), desk)],
    ["The set-ups", async () => readSetups(await ports.setups(), desk)],
    ["The gateway’s config", async () => readDeployments(await ports.deployments(), desk)],
    ["The history", async () => readRuns(ports, desk)],
  ];
  for (const [what, read] of steps) {
    try {
      await read();
    } catch (error) {
      io.signal.throwIfAborted();
      desk.miss(`${what}: ${appErrorOf(error).message}`);
    }
  }
  return desk.told();
}

type Use = RetiringUse;

/** Gathers places by the model they name. */
function createDesk({ providers, clock }: RetirementDeskPorts) {
  const now = clock.now();
  const models = new Map<string, RetiringModel>();
  const unknown = new Set<string>();
  const unread: string[] = [...modelListProblems()];
  const looked: RetirementDesk["looked"] = {
    prompt: 0,
    edit: 0,
    draft: 0,
    experiment: 0,
    "set-up": 0,
    deployment: 0,
    runs: 0,
  };
  const isPrefix = isPrefixOf(providers);
  return {
    now,
    look: (kind: Use["kind"]) => {
      looked[kind] += 1;
    },
    miss: (text: string) => void unread.push(text),
    name(model: string, use: Use, apiBase: string | null = null): void {
      const found = findRetirement(model, { providers, now, apiBase });
      if (found === "unknown") unknown.add(model);
      if (typeof found === "string") return;
      const known = models.get(`${found.provider}/${found.model}`) ?? { ...found, uses: [] };
      models.set(`${found.provider}/${found.model}`, known);
      known.uses.push(use);
    },
    /** The model of a prompt's config, as requests are planned from it. */
    modelOf(config: JsonValue | undefined): string | undefined {
      const { config: read } = readLangfuseConfig(config ?? null, isPrefix);
      const model = isJsonObject(read) ? read["model"] : undefined;
      return typeof model === "string" && model.trim() !== "" ? model : undefined;
    },
    told: (): RetirementDesk => ({
      asOf: new Date(now).toISOString().slice(0, 10),
      within: daysAhead,
      models: [...models.values()].sort((a, b) => a.days - b.days || (a.model < b.model ? -1 : 1)),
      looked,
      unknown: [...unknown].sort(),
      unread,
    }),
  };
}

type Desk = ReturnType<typeof createDesk>;

/** The newest version of each prompt, and that of `production` where it is another. */
async function readLibrary(library: PromptLibrary, desk: Desk, io: CallIo): Promise<void> {
  const { prompts, connection } = await library.list({ refresh: false }, io);
  const place = { library: library.id, ...(connection === undefined ? {} : { connection }) };
  const wanted: { ref: PromptRef; detail: string }[] = [];
  for (const prompt of prompts) {
    desk.look("prompt");
    wanted.push(...versionsOf(prompt, place, desk, library.can.labels));
  }
  const read = wanted.slice(0, mostRead);
  if (read.length < wanted.length) {
    desk.miss(`${library.label}: of ${wanted.length} versions the first ${mostRead} were read.`);
  }
  await inParallel(read, atOnce, async ({ ref, detail }) => {
    try {
      const { prompt } = await library.get(ref, { resolve: false, refresh: false }, io);
      const model = desk.modelOf(prompt.config);
      if (model !== undefined) {
        desk.name(model, {
          kind: "prompt",
          prompt: ref,
          label: ref.name,
          detail: `${detail}, version ${prompt.version}`,
        });
      }
    } catch (error) {
      io.signal.throwIfAborted();
      desk.miss(`${library.label}, ${ref.name}: ${appErrorOf(error).message}`);
    }
  });
}

/** What has to be read of a prompt; what the list tells already is noted at once. */
function versionsOf(
  { name, versions, labels, lastConfig, problem }: PromptSummary,
  place: Pick<PromptRef, "library" | "connection">,
  desk: Desk,
  hasLabels: boolean,
): { ref: PromptRef; detail: string }[] {
  if (problem !== undefined) return [];
  const newest = versions.at(-1);
  const ref: PromptRef = { ...place, name, ...(newest === undefined ? {} : { version: newest }) };
  const model = desk.modelOf(lastConfig);
  if (model !== undefined)
    desk.name(model, { kind: "prompt", prompt: ref, label: name, detail: `newest, version ${newest}` });
  const production = { ref: { ...place, name, label: "production" }, detail: "production" };
  const reads = lastConfig === undefined ? [{ ref, detail: "newest" }] : [];
  const hasOther = hasLabels && versions.length > 1 && labels.includes("production");
  return hasOther ? [...reads, production] : reads;
}

function readEdits({ edits }: RetirementDeskPorts, desk: Desk): void {
  for (const { prompt } of edits.list()) {
    desk.look("edit");
    const { edit } = edits.get(prompt);
    if (!edit) continue;
    const model = desk.modelOf(edit.edit.config);
    if (model !== undefined) desk.name(model, { kind: "edit", prompt: edit.edit.base, label: prompt.name });
  }
}

function readDraft({ variants, openPrompt }: Draft, desk: Desk): void {
  for (const [place, { modelOverride, name }] of variants.entries()) {
    desk.look("draft");
    if (modelOverride === null || openPrompt === null) continue;
    const label = name ?? `Variant ${place + 1}`;
    desk.name(modelOverride, { kind: "draft", prompt: openPrompt, label, detail: openPrompt.name });
  }
}

function readExperiments(experiments: { summary: ExperimentSummary; models: string[] }[], desk: Desk): void {
  for (const { summary, models } of experiments) {
    desk.look("experiment");
    for (const model of new Set(models)) {
      desk.name(model, { kind: "experiment", jobId: summary.jobId, label: summary.title });
    }
  }
}

function readSetups(setups: readonly KeptSetup[], desk: Desk): void {
  for (const { id, title, setup } of setups) {
    desk.look("set-up");
    for (const model of modelsIn(setup)) desk.name(model, { kind: "set-up", setupId: id, label: title });
  }
}

/** Models that variants of a set-up name; one that is still typed may have any form. */
function modelsIn(setup: unknown): Set<string> {
  const found = new Set<string>();
  const search = (value: unknown, depth: number): void => {
    if (depth > 6 || typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === "model" && typeof inner === "string" && inner !== "") found.add(inner);
      else search(inner, depth + 1);
    }
  };
  search(setup, 0);
  return found;
}

function readDeployments(entries: Awaited<ReturnType<RetirementDeskPorts["deployments"]>>, desk: Desk): void {
  for (const { name, model, apiBase } of entries) {
    desk.look("deployment");
    if (!model.includes("*")) desk.name(model, { kind: "deployment", label: name, detail: model }, apiBase);
  }
}

async function readRuns({ figures }: RetirementDeskPorts, desk: Desk): Promise<void> {
  for (const { model, provider, runs } of await figures({ from: desk.now - runDays * dayMs, cells: true })) {
    if (model === "" || provider === null) continue;
    desk.look("runs");
    desk.name(`${provider}/${model}`, { kind: "runs", label: model, runs, model, provider });
  }
}
