import { litellmLibrary } from "@shared/domain/prompt/litellm-library.ts";
import { promptLibraryIdSchema } from "@shared/domain/prompt/prompt.ts";
import {
  defaultPreferences,
  keptPreferencesSchema,
  type Preferences,
  upgradePreferences,
} from "@shared/domain/settings.ts";
import * as z from "zod";
import type { Environment } from "../credentials/environment.ts";
import { type DocumentAccess, openJsonDocument } from "./json-document.ts";

/** The preferences of a profile. */
export interface PreferencesStore {
  get(): Preferences;
  /** What is absent stays as it is. @throws AppFailure `storage_failed`. */
  set(change: Partial<Preferences>): Promise<void>;
  /** Set when the file could not be used: what happened, for the person. */
  readonly problem?: string;
}

/** A workspace nobody has chosen is left out of the file. */
const keptSchema = z.preprocess(
  upgradePreferences,
  keptPreferencesSchema.extend({ library: promptLibraryIdSchema.exactOptional() }),
);

/** Where somebody begins whose environment has keys of models but names no project. */
export interface OwnKeys {
  variables: readonly string[];
  /** The library that takes prompts of their own. */
  library: string;
}

/**
 * Opens the preferences. Until the person chooses a workspace it is the Langfuse project that the environment names,
 * else where own prompts are written when the environment has a provider's key, else the demo workspace.
 * @throws AppFailure `storage_failed` when the file is there and cannot be read.
 */
export async function openPreferences(
  path: string,
  environment: Environment,
  access?: DocumentAccess,
  own?: OwnKeys,
): Promise<PreferencesStore> {
  const { library: samples, ...others } = defaultPreferences;
  const document = await openJsonDocument(path, keptSchema, others, access);
  const keys = ["LANGFUSE_PUBLIC_KEY", "LANGFUSE_SECRET_KEY"];
  const withOwnKeys = own && environment.first(own.variables) ? own.library : samples;
  const unchosen = keys.every((name) => environment.get(name) !== undefined) ? litellmLibrary : withOwnKeys;
  return {
    get: () => ({ library: unchosen, ...document.get() }),
    set: (change) => document.set({ ...document.get(), ...change }),
    ...(document.problem === undefined ? {} : { problem: document.problem }),
  };
}
