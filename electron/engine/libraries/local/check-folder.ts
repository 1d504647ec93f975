import { constants } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { FolderCheck } from "@shared/domain/prompt/local-folder.ts";
import type { Environment } from "../../credentials/environment.ts";
import { createGitHistory } from "./git.ts";
import { listFiles } from "./list-files.ts";
import { folderFailure } from "./local-failure.ts";

/**
 * What a folder is that a person has typed: it must be there. No file is opened.
 * @throws AppFailure `invalid_input`, `local_folder_unusable`.
 */
export async function checkFolder(typed: string, environment: Environment, signal: AbortSignal): Promise<FolderCheck> {
  const text = typed.trim();
  const whole = text === "~" || /^~[\\/]/.test(text) ? join(homedir(), text.slice(1)) : text;
  if (!isAbsolute(whole) || whole.includes("\0")) {
    throw new AppFailure("invalid_input", { message: "Give the whole path of the folder, from the root or from ~." });
  }
  let path: string;
  let isFolder: boolean;
  try {
    path = await realpath(whole);
    isFolder = (await stat(path)).isDirectory();
  } catch (error) {
    throw folderFailure(`There is no folder ${whole}.`, error);
  }
  if (!isFolder) throw new AppFailure("invalid_input", { message: `${whole} is a file. Give the folder it lies in.` });
  // A whole disk or a whole home is nobody's folder of prompts.
  if (dirname(path) === path || path === homedir()) {
    throw new AppFailure("invalid_input", {
      message: "Choose a folder for prompts, not the whole disk or the whole home.",
    });
  }
  const { files, notice } = await listFiles(path, signal);
  const isWritable = await access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
  return {
    path,
    prompts: files.filter(({ problem }) => problem === undefined).length,
    problems: files.filter(({ problem }) => problem !== undefined).length,
    isWritable,
    isRepository: await createGitHistory(environment).isRepository(path),
    ...(notice === undefined ? {} : { notice }),
  };
}
