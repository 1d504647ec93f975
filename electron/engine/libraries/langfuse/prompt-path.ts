import { promptNotFound } from "../failures/prompt-not-found.ts";
import { facts } from "./facts.ts";

/**
 * The path of a prompt in Langfuse's API.
 * @throws AppFailure `prompt_not_found` for a name no prompt there can have: half of a character cannot be sent, and as
 * a path segment `.` and `..` would be taken for directories.
 */
export function promptPath(name: string): string {
  if (!name.isWellFormed() || name === "." || name === "..") throw promptNotFound({ library: facts.id, name }, null);
  return `/v2/prompts/${encodeURIComponent(name)}`;
}
