import { resolve } from "node:path";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { cardsBesideEnvironment } from "@engine/credentials/environment-first.ts";
import { systemKeyRing } from "@engine/credentials/system-key-ring.ts";
import type { GuestHistory } from "@engine/history/guest-history.ts";
import { chooseProxy } from "@engine/http/proxies.ts";
import { facts } from "@engine/libraries/local/facts.ts";
import { listedPrices } from "@engine/models/bundled-prices.ts";
import { findListedPrice } from "@engine/models/prices.ts";
import { takeProfileModels } from "@engine/models/profile-lists.ts";
import { createRunQueue, type RunQueue } from "@engine/pipeline/run-queue.ts";
import { readProfile } from "@engine/read-profile.ts";
import { createRunner, type Runner, type RunnerOptions } from "@engine/runner.ts";
import { resolveProfileDirectory } from "@engine/store/profile-directory.ts";
import type { ModelPrice } from "@shared/domain/model/price.ts";
import { litellmLibrary } from "@shared/domain/prompt/litellm-library.ts";
import type { PromptLibraryId, PromptRef } from "@shared/domain/prompt/prompt.ts";
import { defaultPreferences, type Preferences } from "@shared/domain/settings.ts";
import type { CommandIo } from "./command.ts";
import { positiveInteger, type ReadWords } from "./read-words.ts";
import type { Terminal } from "./terminal.ts";

/** The engine of one command, with what the app's settings and the environment say. */
export interface Session {
  runner: Runner;
  preferences: Preferences;
  /** Where this command's prompts come from. */
  library: PromptLibraryId;
  /** Where runs are kept; absent where there is no history or none is wanted. */
  history?: GuestHistory;
  /** The price in force for a model. */
  findPrice: NonNullable<RunnerOptions["findPrice"]>;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** Each prompt names its library: nothing is to be said of the one a command takes. */
  quiet?: boolean;
  /** Whether runs are kept in the app's history; they are unless said otherwise. */
  history?: boolean;
  /** Where calls wait; the usual one unless said otherwise. */
  queue?: RunQueue;
}

/**
 * Opens the settings of the app for reading, which the app may have open itself, and lets variables win over them.
 * Without a Langfuse project the samples are used, and stderr says so.
 * @throws AppFailure when what is configured cannot be used.
 */
export async function openSession(
  words: ReadWords,
  { variables, terminal }: CommandIo,
  { quiet = false, history: wanted = true, queue = createRunQueue() }: SessionOptions = {},
): Promise<Session> {
  const environment = readEnvironment(variables);
  const folder = resolveProfileDirectory(variables);
  const profile = await readProfile(folder, [systemKeyRing(variables)]);
  takeProfileModels(folder);
  chooseProxy(profile.preferences.proxy);
  for (const problem of profile.problems) terminal.note(problem);
  const settings = cardsBesideEnvironment(profile.settings, environment);
  const history = words.flag("no-history") || !wanted ? undefined : await openHistory(folder, terminal);
  const named = words.text("prompts");
  const promptFolder = named === undefined ? profile.promptFolder : resolve(named);
  const findPrice = priceFinder(profile.ownPrices);
  const runner = createRunner({
    environment,
    promptFolder,
    settings: () => settings,
    secrets: profile.secrets,
    queue,
    findPrice,
    ...(history ? { store: history.runs } : {}),
  });
  terminal.redactWith(runner.redact);
  const asked = words.text("source") ?? (named === undefined ? undefined : facts.id);
  const library = asked ?? (runner.hasLangfuse() ? litellmLibrary : defaultPreferences.library);
  if (!quiet && asked === undefined && runner.libraries.find(library).samples) {
    terminal.note(
      "No Langfuse project is configured: these are the bundled samples. Set LANGFUSE_HOST, LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY.",
    );
  }
  const close = async () => {
    await runner.close();
    await history?.close();
  };
  return { runner, preferences: profile.preferences, library, findPrice, close, ...(history ? { history } : {}) };
}

/** Loaded only here: most commands run nothing. */
async function openHistory(folder: string, terminal: Terminal): Promise<GuestHistory | undefined> {
  const { openGuestHistory } = await import("@engine/history/guest-history.ts");
  return openGuestHistory(folder, terminal.note);
}

/** The version that `--version` or `--label` asks for. @throws UsageFailure */
export function promptRef(name: string, words: ReadWords, { library, runner }: Session): PromptRef {
  const given = words.text("version");
  // Where versions have labels they are counted; elsewhere they are texts, such as commits.
  const isCounted = runner.libraries.find(library).can.labels;
  const version = isCounted ? positiveInteger("version", given) : given;
  const label = words.text("label");
  return {
    library,
    name,
    ...(version === undefined ? {} : { version: String(version) }),
    ...(label === undefined ? {} : { label }),
  };
}

function priceFinder(own: readonly ModelPrice[]): NonNullable<RunnerOptions["findPrice"]> {
  return ({ provider, model }, reportedModel) => {
    const priced = { provider, names: [reportedModel, model].filter((name) => name !== undefined) };
    return findListedPrice(own, priced) ?? findListedPrice(listedPrices(), priced);
  };
}
