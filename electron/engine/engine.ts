import { join } from "node:path";
import type { InputOf } from "@shared/contract/define.ts";
import type { LangfuseTest, ProviderTest, Routes } from "@shared/contract/routes.ts";
import type { JobMark } from "@shared/domain/job/job.ts";
import { modelPriceListSchema } from "@shared/domain/model/price.ts";
import { type Draft, emptyDraft, type StoredDraft, storedDraftSchema } from "@shared/domain/prompt/draft.ts";
import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import { refOf } from "@shared/domain/prompt/run-prompt.ts";
import { keptValuesVersion, upgradeDraft } from "@shared/domain/prompt/upgrade-kept-values.ts";
import type { Endpoint } from "@shared/domain/run/request-plan.ts";
import type { RunPreview, RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import type { Preferences, SettingsView } from "@shared/domain/settings.ts";
import { type Backups, createBackups } from "./backup/backups.ts";
import { type Cassettes, createCassettes } from "./cassette/cassettes.ts";
import type { CallCredentials } from "./credentials/call-credentials.ts";
import { openConnectionSettings } from "./credentials/connection-settings.ts";
import { createConnections } from "./credentials/connections.ts";
import type { Environment } from "./credentials/environment.ts";
import { knownProjects } from "./credentials/known-projects.ts";
import { availableSecretStorage } from "./credentials/secret-storage.ts";
import { openSecretStore } from "./credentials/secret-store.ts";
import { createSecretVault } from "./credentials/secret-vault.ts";
import { testProvider } from "./credentials/test-provider.ts";
import { type EngineModels, engineModels } from "./engine-models.ts";
import type { AskedExperiments } from "./experiment-service.ts";
import { type AppGateway, createAppGateway } from "./gateway/app/app-gateway.ts";
import { openConfigStore } from "./gateway/app/config-store.ts";
import { servedVersions } from "./gateway/app/served-versions.ts";
import { startDailyRetention } from "./history/daily-retention.ts";
import { type History, startHistory } from "./history/history.ts";
import { chooseProxy } from "./http/proxies.ts";
import { createFetch } from "./http/recording-fetch.ts";
import { createRedactor } from "./http/redact.ts";
import type { Jobs } from "./jobs/jobs.ts";
import { placesOf } from "./kept-places.ts";
import type { PromptLibrary } from "./libraries/library.ts";
import type { PromptLibraries } from "./libraries/registry.ts";
import { type LocalFolder, openLocalPrompts, ownKeys } from "./local-prompts.ts";
import { listModels } from "./models/list-models.ts";
import { createModelCatalogue } from "./models/model-catalogue.ts";
import { createPriceBook, type PriceBook } from "./models/price-book.ts";
import { takeProfileModels } from "./models/profile-lists.ts";
import { openJobs } from "./open-jobs.ts";
import type { LoggedEvent } from "./pipeline/run-log.ts";
import { createRunQueue } from "./pipeline/run-queue.ts";
import { createRunRegistry } from "./pipeline/run-registry.ts";
import { performRun, previewRun, type RunPorts, type RunTurn } from "./pipeline/run-work.ts";
import { createTokenCounter, type TokenCounter } from "./pipeline/tokens/token-counter.ts";
import type { CallIo, SecretCipher } from "./ports.ts";
import { openPromptWriting, type PromptWriting } from "./prompt-writing.ts";
import { type DemoPace, demoModels } from "./providers/demo/demo-server.ts";
import type { Provider } from "./providers/provider.ts";
import { demoProvider } from "./providers/providers.ts";
import { builtInProviders, type Providers } from "./providers/registry.ts";
import { createRunCore } from "./run-core.ts";
import { createSinks, type RunSink } from "./sinks/sinks.ts";
import { openJsonDocument } from "./store/json-document.ts";
import { removeUnusedPictures, withPictureTokens, withWholePictures } from "./store/picture-references.ts";
import { createPictureStore, type PictureStore } from "./store/picture-store.ts";
import { openPreferences } from "./store/preferences.ts";
import { openProfileDirectory } from "./store/profile.ts";
import { openSavedInputs, type SavedInputs } from "./store/saved-inputs.ts";
import { systemClock } from "./time/clock.ts";

export interface EngineOptions {
  /** Absolute; created when missing, locked against a second process while open. */
  profileDirectory: string;
  environment: Environment;
  /** The key rings of the host: new secrets go into the first that takes them, each opens its own. */
  ciphers: readonly SecretCipher[];
  /** The app's; the gateway tells it. */
  version?: string;
  /** How fast the sample models write. */
  demoPace?: DemoPace;
  /** Who hears of every run that has ended. */
  sinks?: readonly RunSink[];
  /** Those Promptscope has, unless said otherwise. */
  providers?: Providers;
  /** Prompt libraries besides the registered ones. */
  libraries?: readonly PromptLibrary[];
}

/** The headless product. Every method that can fail rejects with `AppFailure`; none returns a secret. */
export interface Engine {
  settings: {
    view(): SettingsView;
    save(change: Partial<Preferences>): Promise<SettingsView>;
    connectLangfuse(input: InputOf<Routes["langfuse.connect"]>): Promise<SettingsView>;
    disconnectLangfuse(connection: string): Promise<SettingsView>;
    preferLangfuse(connection: string): Promise<SettingsView>;
    testLangfuse(input: InputOf<Routes["langfuse.test"]>, io: CallIo): Promise<LangfuseTest>;
    connectProvider(input: InputOf<Routes["provider.connect"]>): Promise<SettingsView>;
    disconnectProvider(providerId: string): Promise<SettingsView>;
    testProvider(input: InputOf<Routes["provider.test"]>, io: CallIo): Promise<ProviderTest>;
  };
  models: EngineModels;
  /** Where prompts live. */
  libraries: PromptLibraries;
  /** The folder local prompts lie in. */
  localFolder: LocalFolder;
  /** Edits of prompts, and what is written of them to the library they belong to. */
  writing: Omit<PromptWriting, "problems">;
  runs: {
    preview(request: RunRequest, io: CallIo, call?: CallCredentials): Promise<RunPreview>;
    /** Returns at once; the run goes on until it ends or is cancelled. */
    start(request: RunRequest, call?: CallCredentials): RunRecord;
    /** Resolves when a run that was started is on the disk, or when it is known that it cannot be, which `history` says. */
    begun(runId: string): Promise<void>;
    events(runId: string, after: number, signal: AbortSignal): AsyncIterable<LoggedEvent>;
    cancel(runId: string): void;
    /** Of this session or from the history. */
    get(runId: string): Promise<RunRecord>;
    /** How many have not ended: of the window, of jobs and of clients of the gateway. */
    underWay(): number;
  };
  /** Counts of the first figures that previews bring. */
  tokens: Pick<TokenCounter, "count">;
  /** Every run of the profile. */
  history: Omit<History, "store" | "jobs" | "experiments" | "unsavedProblem" | "copies" | "close">;
  /** Passes, comparisons and repetitions; they go on whoever looks. */
  jobs: Omit<Jobs, "close">;
  /** Jobs that say which variant is better. */
  experiments: AskedExperiments;
  cassettes: Cassettes;
  backups: Omit<Backups, "close">;
  /** The OpenAI-compatible server for programs of this machine. */
  gateway: Omit<AppGateway, "close" | "drain" | "secretValues" | "settingsChanged">;
  prices: Pick<PriceBook, "list" | "save">;
  /** Named sets of values by prompt. */
  inputs: SavedInputs;
  /** Pictures that drafts and requests refer to. */
  pictures: Pick<PictureStore, "keep" | "find"> & {
    /** A request with whole pictures in place of the references to them. */
    makeWhole<T>(request: T): Promise<T>;
    /** An answer without the pictures of its request that are kept; tokens stand in their place. */
    shorten<T>(answer: T, request: unknown): Promise<T>;
  };
  drafts: { get(): Draft; save(draft: Draft): Promise<void> };
  /** Replaces every known secret in a text: the second net under everything that leaves the process. */
  redact(text: string): string;
  /** What was wrong with the profile when it was opened, in words for a person. */
  problems: readonly string[];
  /** Lets go of jobs and takes no new call of the gateway; resolves when every run under way has ended. */
  idle(): Promise<void>;
  /** Cancels what runs, closes sockets and files, gives the profile free. */
  close(): Promise<void>;
}

/**
 * Opens a profile and puts the engine together.
 * @throws AppFailure `storage_failed` when the profile cannot be used or another process has it.
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { environment, ciphers, providers = builtInProviders } = options;
  const clock = systemClock;
  const profile = await openProfileDirectory(options.profileDirectory);
  const file = (name: string) => join(profile.directory, name);
  takeProfileModels(profile.directory);
  const access = profile.readOnly ? "memory" : "write";
  const preferences = await openPreferences(file("settings.json"), environment, access, ownKeys(providers));
  chooseProxy(preferences.get().proxy);
  const connectionSettings = await openConnectionSettings(profile.directory, access);
  const secrets = await openSecretStore({ path: file("secrets.json"), ciphers, access });
  const vault = createSecretVault();
  const connections = createConnections({ document: connectionSettings, secrets, environment, vault, providers });
  const localPrompts = await openLocalPrompts(profile.directory, environment, access);
  const core = createRunCore({
    ...{ connections, vault, clock, providers, demoPace: options.demoPace, libraries: options.libraries },
    ...{ local: localPrompts.options, projects: knownProjects(connections) },
  });
  const { libraries, endpoints } = core;
  const places = placesOf(libraries);
  const draft = await openJsonDocument<StoredDraft>(
    file("draft.json"),
    storedDraftSchema,
    { version: keptValuesVersion, draft: emptyDraft },
    access,
    (stored) => upgradeDraft(stored, places),
  );
  const pictures = createPictureStore(file("pictures"));
  if (draft.problem === undefined && !profile.readOnly) await removeUnusedPictures(pictures, draft.get().draft);
  const ownPrices = await openJsonDocument(file("prices.json"), modelPriceListSchema, [], access);
  const inputs = await openSavedInputs(file("saved-inputs.json"), places, access);
  const { directory, readOnly } = profile;
  const writing = await openPromptWriting(directory, { libraries, clock, access });
  const history = startHistory({ folder: directory, limits: preferences.get().history, readOnlyProfile: readOnly });
  const retention = startDailyRetention(history, () => preferences.get().history);

  const askServer = (provider: Provider, endpoint: Endpoint, io: CallIo) =>
    listModels(provider, endpoint, { ...io, createFetch, secrets: vault, clock });
  const models = createModelCatalogue({
    ...{ findEndpoint: endpoints.configured, askServer, sampleModels: demoModels, providers, now: () => clock.now() },
  });
  const prices = createPriceBook({ own: ownPrices, readLangfuse: libraries.langfuse.readPrices, clock });
  const warmUpPrices = (prompt: PromptRef | null) => {
    if (prompt && libraries.all().some(({ id, pricesModels }) => pricesModels && id === prompt.library))
      prices.warmUp(prompt.connection);
  };
  const queue = createRunQueue();
  const tokens = createTokenCounter();
  const sinks = createSinks(options.sinks ?? []);
  const registry = createRunRegistry(clock, history.store, sinks.finished);
  const getRun = async (runId: string) => registry.find(runId) ?? (await history.get(runId)).record;
  const gateway = createAppGateway(await openConfigStore(directory, access), {
    clock,
    version: options.version ?? "unknown",
    environment,
    providers,
    preferences: preferences.get,
    connectionSettings: connections.settings,
    secrets,
    vault,
    libraries,
    findEndpoint: endpoints.configured,
    demoEndpoint: () => endpoints.find(demoProvider, {}),
    registry,
    nextSequence: history.store.nextSequence,
    findPrice: prices.find,
    warmUpPrices,
    getRun,
    removeRun: async (id) => void (await history.delete([id])),
    servedVersions: () => servedVersions(history),
  });
  const secretValues = () => [...vault.values(), ...secrets.values(), ...gateway.secretValues()];
  const redact = createRedactor(secretValues);
  const backups = createBackups({ profile, history, clock, secretValues, redact });

  function view(): SettingsView {
    return {
      preferences: preferences.get(),
      langfuse: connections.langfuseViews(),
      newLangfuse: connections.newLangfuse(),
      providers: connections.providerViews(),
      libraries: libraries.views(),
      secretStorage: availableSecretStorage(ciphers),
    };
  }

  /** What was cached under the old connection must not be served under the new one. */
  async function reconnect(change: Promise<unknown>): Promise<SettingsView> {
    await change;
    libraries.langfuse.forget();
    prices.forget();
    models.forget();
    gateway.settingsChanged();
    return view();
  }

  const portsFor = (call?: CallCredentials): RunPorts => ({
    ...core.portsFor(call),
    start: history.store,
    queue,
    findPrice: prices.find,
  });

  function startRun(request: RunRequest, call?: CallCredentials, job?: JobMark, turn?: RunTurn): RunRecord {
    warmUpPrices(refOf(request.prompt));
    const ports = { ...portsFor(call), ...turn };
    return registry.start(request, (record, ...rest) => performRun(record, ports, ...rest), job);
  }

  const preview = (request: RunRequest, io: CallIo, call?: CallCredentials) =>
    previewRun(request, { ...portsFor(call), tokens }, io);
  const { jobs, experiments } = openJobs({
    ...{ clock, profile, libraries, history, registry, getRun, startRun, preview },
    ...{ findPrice: prices.find, savedInputs: inputs.list },
  });

  return {
    settings: {
      view,
      async save(change) {
        await preferences.set(change);
        gateway.settingsChanged();
        if (change.history) await retention.apply();
        if (change.proxy !== undefined) chooseProxy(change.proxy);
        return view();
      },
      connectLangfuse: (input) => reconnect(connections.connectLangfuse(input)),
      disconnectLangfuse: (connection) => reconnect(connections.disconnectLangfuse(connection)),
      preferLangfuse: (connection) => reconnect(connections.preferLangfuse(connection)),
      testLangfuse: async ({ which, asksToWrite }, io) => libraries.langfuse.test(which, { asksToWrite }, io),
      connectProvider: (input) => reconnect(connections.connectProvider(input)),
      disconnectProvider: (providerId) => reconnect(connections.disconnectProvider(providerId)),
      testProvider: (input, io) => testProvider(input, { providers, endpoints, listModels: askServer }, io),
    },
    models: engineModels(models, {
      ...{ clock, providers, libraries, writing, experiments, gateway, history, draft: () => draft.get().draft },
    }),
    libraries,
    localFolder: localPrompts.choosing(view),
    writing,
    runs: {
      preview,
      start: (request, call) => startRun(request, call),
      begun: registry.begun,
      events: registry.events,
      cancel: registry.cancel,
      get: getRun,
      underWay: registry.underWay,
    },
    tokens,
    history,
    jobs,
    experiments,
    cassettes: createCassettes({ getRun, startRun: registry.start, clock, store: history.store, providers }),
    backups,
    gateway,
    prices,
    inputs,
    pictures: {
      keep: pictures.keep,
      find: pictures.find,
      makeWhole: (request) => withWholePictures(request, pictures),
      shorten: (answer, request) => withPictureTokens(answer, request, pictures),
    },
    drafts: { get: () => draft.get().draft, save: (next) => draft.set({ version: keptValuesVersion, draft: next }) },
    redact,
    problems: [
      ...[profile, preferences, connectionSettings, localPrompts, draft, ownPrices, inputs, secrets].flatMap(
        ({ problem }) => problem ?? [],
      ),
      ...writing.problems,
    ],
    async idle() {
      await Promise.all([gateway.drain(), jobs.close(), registry.idle()]);
    },
    async close() {
      await gateway.close();
      const letGo = jobs.close();
      await registry.close();
      await letGo;
      await experiments.close();
      await sinks.close();
      queue.close();
      await tokens.close();
      prices.forget();
      await core.close();
      retention.close();
      await backups.close();
      await history.close();
      await profile.close();
    },
  };
}
