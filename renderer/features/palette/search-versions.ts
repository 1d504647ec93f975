import type { PromptSummary, PromptVersionSummary } from "@shared/domain/prompt/prompt.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";

/** A version that a text asks for. */
export interface FoundVersion<P> {
  prompt: P;
  version: string;
  /** Its labels and what was said of it, where its list was read. */
  about?: PromptVersionSummary;
}

/** The open prompt with its versions, newest first. */
export interface OpenVersions<P> {
  prompt: P;
  versions: readonly PromptVersionSummary[];
}

const most = 8;

/**
 * Versions by a text. Of the open prompt those whose number, labels, author or message have every word that does not name
 * the prompt (`version` names any); of the others those whose number stands beside words of the prompt's name.
 */
export function searchVersions<P extends PromptSummary>(
  text: string,
  prompts: readonly P[],
  open: OpenVersions<P> | null,
): FoundVersion<P>[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const asked = words.filter((word) => !isPlain(word));
  if (words.length === 0) return [];
  const ofOpen = (open?.versions ?? []).flatMap((about) => {
    const known = wordsOf(about);
    const left = asked.filter((word) => !open?.prompt.name.toLowerCase().includes(word));
    const isMeant = left.length > 0 || asked.length < words.length;
    const found = isMeant && left.every((word) => isNumberOf(about.version, word) || known.includes(word));
    return found && open ? [{ prompt: open.prompt, version: about.version, about }] : [];
  });
  const ofOthers = prompts.flatMap((prompt) => {
    if (open !== null && prompt === open.prompt) return [];
    const name = prompt.name.toLowerCase();
    const rest = asked.filter((word) => !name.includes(word));
    if (rest.length !== 1 || asked.length < 2) return [];
    const version = prompt.versions.find((one) => isNumberOf(one, rest[0] ?? ""));
    return version === undefined ? [] : [{ prompt, version }];
  });
  return [...ofOpen, ...ofOthers].slice(0, most);
}

function isPlain(word: string): boolean {
  return word === "version" || word === "versions";
}

/** A counted version whole, one that is no number from its start on. */
function isNumberOf(version: string, word: string): boolean {
  const label = versionLabel(version).toLowerCase();
  if (/^v\d+$/.test(label)) return word === label || word === version;
  return word.length > 2 && label.startsWith(word);
}

function wordsOf({ labels, commitMessage, createdBy }: PromptVersionSummary): string {
  return [...labels, commitMessage ?? "", createdBy ?? ""].join(" ").toLowerCase();
}
