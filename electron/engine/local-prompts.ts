import { join } from "node:path";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { FolderCheck, LocalFolderView } from "@shared/domain/prompt/local-folder.ts";
import type { SettingsView } from "@shared/domain/settings.ts";
import type { Environment } from "./credentials/environment.ts";
import { facts } from "./libraries/local/facts.ts";
import { createSavedStates, type SavedStates } from "./libraries/local/saved-states.ts";
import type { CallIo } from "./ports.ts";
import type { Providers } from "./providers/registry.ts";
import { writeFileAtomically } from "./store/atomic-file.ts";
import type { DocumentAccess } from "./store/json-document.ts";
import { openLocalFolderSetting } from "./store/local-folder.ts";
import type { OwnKeys } from "./store/preferences.ts";

/** The folder of local prompts as a person chooses it. */
export interface LocalFolder {
  view(): LocalFolderView;
  check(path: string, io: CallIo): Promise<FolderCheck>;
  /** Only the very place that was looked at; null: the app's own. @throws AppFailure as `check`. */
  use(path: string | null, io: CallIo): Promise<SettingsView>;
}

/** The folder of a profile's local prompts, and where their earlier texts are kept. */
export interface LocalPrompts {
  /** @param settings as they are after a choice. */
  choosing(settings: () => SettingsView): LocalFolder;
  /** What the library is made of. */
  options: { folder: () => string; states?: SavedStates };
  readonly problem?: string;
}

/** Whose own prompts come first: a person with the key of a model. Servers without keys are not set up by being known. */
export function ownKeys({ listed }: Providers): OwnKeys {
  const variables = listed.filter(({ keyRequired }) => keyRequired).flatMap(({ keyVariables }) => keyVariables);
  return { variables, library: facts.id };
}

/**
 * @param profile the profile's folder.
 * @throws AppFailure `storage_failed` when the setting cannot be read.
 */
export async function openLocalPrompts(
  profile: string,
  environment: Environment,
  access: DocumentAccess,
): Promise<LocalPrompts> {
  const setting = await openLocalFolderSetting(profile, access);
  const states =
    access === "write" ? createSavedStates(join(profile, "prompt-states"), writeFileAtomically) : undefined;
  const check: LocalFolder["check"] = async (path, { signal }) => {
    const { checkFolder } = await import("./libraries/local/check-folder.ts");
    return checkFolder(path, environment, signal);
  };
  return {
    choosing: (settings) => ({
      view: () => ({ path: setting.path(), isDefault: setting.isDefault() }),
      check,
      async use(path, io) {
        if (path !== null && (await check(path, io)).path !== path) {
          throw new AppFailure("invalid_input", { message: "Look at the folder before it is taken." });
        }
        await setting.set(path);
        return settings();
      },
    }),
    options: { folder: setting.path, ...(states ? { states } : {}) },
    ...(setting.problem === undefined ? {} : { problem: setting.problem }),
  };
}
