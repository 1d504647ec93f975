import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { type DocumentAccess, openJsonDocument } from "./json-document.ts";

/** The folder that local prompts lie in. */
export interface LocalFolderSetting {
  /** Absolute. */
  path(): string;
  isDefault(): boolean;
  /** Null: the default. @throws AppFailure `storage_failed`. */
  set(path: string | null): Promise<void>;
  readonly problem?: string;
}

const schema = z.object({ folder: z.string().min(1).nullable() });

/**
 * The setting of a profile. Without one the folder is `prompts` in the profile, which is made where it can be.
 * @throws AppFailure `storage_failed` when the file is there and cannot be read.
 */
export async function openLocalFolderSetting(directory: string, access: DocumentAccess): Promise<LocalFolderSetting> {
  const document = await openJsonDocument(join(directory, "local-prompts.json"), schema, { folder: null }, access);
  const ownFolder = join(directory, "prompts");
  if (access === "write" && document.get().folder === null) {
    await mkdir(ownFolder, { mode: 0o700 }).catch(() => undefined); // It is there, or listing it says why not.
  }
  return {
    path: () => document.get().folder ?? ownFolder,
    isDefault: () => document.get().folder === null,
    set: (folder) => document.set({ folder }),
    ...(document.problem === undefined ? {} : { problem: document.problem }),
  };
}
