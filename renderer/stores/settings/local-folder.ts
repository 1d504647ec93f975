import type { AppError } from "@shared/domain/error/error.ts";
import type { FolderCheck, LocalFolderView } from "@shared/domain/prompt/local-folder.ts";
import { asAppError, engineClient } from "../client.ts";
import { useSettings } from "./settings.ts";

type Failed = { error: AppError };

/** The folder in force. */
export async function readLocalFolder(): Promise<{ folder: LocalFolderView } | Failed> {
  return guarded(async () => ({ folder: await engineClient().call("local.folder", {}) }));
}

/** What a typed folder is. */
export async function checkLocalFolder(path: string): Promise<{ check: FolderCheck } | Failed> {
  return guarded(async () => ({ check: await engineClient().call("local.check", { path }) }));
}

/** Takes a folder that was looked at; null goes back to the app's own. */
export async function takeLocalFolder(path: string | null): Promise<{ folder: LocalFolderView } | Failed> {
  return guarded(async () => {
    useSettings.setState({ settings: await engineClient().call("local.use", { path }) });
    return { folder: await engineClient().call("local.folder", {}) };
  });
}

async function guarded<T>(work: () => Promise<T>): Promise<T | Failed> {
  try {
    return await work();
  } catch (thrown) {
    return { error: asAppError(thrown) };
  }
}
