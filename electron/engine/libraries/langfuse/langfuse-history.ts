import type { PromptVersionSummary } from "@shared/domain/prompt/prompt.ts";
import { inParallel } from "../../http/in-parallel.ts";
import { contentHash } from "../found/content-hash.ts";
import type { LangfusePrompt, LangfuseRow } from "./langfuse-schemas.ts";

/** What never changes about a version; its labels do. */
export type VersionFacts = Omit<PromptVersionSummary, "labels">;

export interface HistoryReads {
  version(version: string): Promise<LangfusePrompt>;
  /** The version that carries a label now. */
  labelled(label: string): Promise<string | undefined>;
}

const requestsAtOnce = 4;
/** Each costs a request; older versions are listed with their number and labels only. */
const versionsWithFacts = 100;

/**
 * The history of one prompt, newest first. Langfuse has no request for it: facts cost one GET per version and are kept
 * in `known` for good, labels cost one list request per label.
 */
export async function readHistory(
  row: LangfuseRow,
  known: Map<string, VersionFacts>,
  reads: HistoryReads,
): Promise<PromptVersionSummary[]> {
  const versions = [...row.versions].sort((a, b) => b - a).map(String);
  for (const version of known.keys()) if (!versions.includes(version)) known.delete(version);
  const wanted = versions.slice(0, versionsWithFacts).filter((version) => !known.has(version));
  const fetched = await inParallel(wanted, requestsAtOnce, reads.version);
  const facts = new Map(known);
  for (const one of fetched.map(factsOf)) {
    facts.set(one.version, one);
    // A number is used again when the newest version is deleted, so the newest is asked for every time.
    if (one.version !== versions[0]) known.set(one.version, one);
  }
  const labels =
    fetched.length === versions.length ? labelsIn(fetched) : await labelsByRequest(row.labels ?? [], reads);
  return versions.map((version) => ({ version, ...facts.get(version), labels: labels.get(version) ?? [] }));
}

function factsOf(prompt: LangfusePrompt): VersionFacts {
  const { version, createdAt, createdBy, commitMessage, config } = prompt;
  const type = typeof prompt.prompt === "string" ? "text" : "chat";
  return {
    version: String(version),
    contentHash: contentHash({ type, prompt: prompt.prompt, config: config ?? {} }),
    ...(createdAt ? { createdAt } : {}),
    ...(createdBy ? { createdBy } : {}),
    ...(commitMessage ? { commitMessage } : {}),
  };
}

function labelsIn(prompts: LangfusePrompt[]): Map<string, string[]> {
  return new Map(prompts.map(({ version, labels }) => [String(version), labels ?? []]));
}

async function labelsByRequest(labels: string[], { labelled }: HistoryReads): Promise<Map<string, string[]>> {
  const owners = await inParallel(labels, requestsAtOnce, labelled);
  const byVersion = new Map<string, string[]>();
  for (const [index, label] of labels.entries()) {
    const version = owners[index];
    if (version !== undefined) byVersion.set(version, [...(byVersion.get(version) ?? []), label]);
  }
  return byVersion;
}
