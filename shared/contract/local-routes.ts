import * as z from "zod";
import type { FolderCheck, LocalFolderView } from "../domain/prompt/local-folder.ts";
import type { PromptSummary } from "../domain/prompt/prompt.ts";
import type { SettingsView } from "../domain/settings.ts";
import { command, query, stream } from "./define.ts";

const path = z.string().min(1).max(4_096);

/** A prompt of a library that came, changed or went while it was looked at. */
export interface PromptChange {
  library: string;
  connection?: string;
  name: string;
  /** Null: it is gone. */
  summary: PromptSummary | null;
}

/** Another branch or commit is checked out where a library's prompts lie. */
export interface BranchChange {
  library: string;
  connection?: string;
  branch: string;
}

/** The folder of local prompts. */
export const localRoutes = {
  "local.folder": query<LocalFolderView>()(z.strictObject({})),
  /** What a typed folder is; changes nothing. */
  "local.check": query<FolderCheck>()(z.strictObject({ path })),
  /** Takes the folder that was looked at and confirmed; null goes back to the app's own. */
  "local.use": command<SettingsView>()(z.strictObject({ path: path.nullable() })),
  /** Files that change outside of the app, and what their repository has checked out. */
  "prompts.changes": stream<PromptChange | BranchChange>()(z.strictObject({})),
} as const;
