import type { PromptVersionSummary } from "@shared/domain/prompt/prompt.ts";
import { inParallel } from "../../http/in-parallel.ts";
import type { LangfusePrompt, LangfuseRow } from "./langfuse-schemas.ts";

/** What never changes about a version; its labels do. */
export type VersionFacts = Omit<PromptVersionSummary, "labels">;

export interface HistoryReads {
  version(version: number): Promise<LangfusePrompt>;
  /** The version that carries a label now. */
  labelled(label: string): Promise<number | undefined>;
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
  known: Map<number, VersionFacts>,
  reads: HistoryReads,
): Promise<PromptVersionSummary[]> {
  const versions = [...row.versions].sort((a, b) => b - a);
  for (const version of known.keys()) if (!versions.includes(version)) known.delete(version);
  const wanted = versions.slice(0, versionsWithFacts).filter((version) => !known.has(version));
  const fetched = await inParallel(wanted, requestsAtOnce, reads.version);
  const facts = new Map(known);
  for (const prompt of fetched) {
    facts.set(prompt.version, factsOf(prompt));
    // A number is used again when the newest version is deleted, so the newest is asked for every time.
    if (prompt.version !== versions[0]) known.set(prompt.version, factsOf(prompt));
  }
  const labels =
    fetched.length === versions.length ? labelsIn(fetched) : await labelsByRequest(row.labels ?? [], reads);
  return versions.map((version) => ({ version, ...facts.get(version), labels: labels.get(version) ?? [] }));
}

function factsOf({ version, createdAt, createdBy, commitMessage }: LangfusePrompt): VersionFacts {
  return {
    version,
    ...(createdAt ? { createdAt } : {}),
    ...(createdBy ? { createdBy } : {}),
    ...(commitMessage ? { commitMessage } : {}),
  };
}

function labelsIn(prompts: LangfusePrompt[]): Map<number, string[]> {
  return new Map(prompts.map(({ version, labels }) => [version, labels ?? []]));
}

async function labelsByRequest(labels: string[], { labelled }: HistoryReads): Promise<Map<number, string[]>> {
  const owners = await inParallel(labels, requestsAtOnce, labelled);
  const byVersion = new Map<number, string[]>();
  for (const [index, label] of labels.entries()) {
    const version = owners[index];
    if (version !== undefined) byVersion.set(version, [...(byVersion.get(version) ?? []), label]);
  }
  return byVersion;
}
