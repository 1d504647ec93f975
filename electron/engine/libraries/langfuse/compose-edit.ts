import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { PromptEdit, PromptRef, ResolutionGraph, ResolvedPrompt } from "@shared/domain/prompt/prompt.ts";
import { type PromptReference, referencesIn, replaceReferences } from "@shared/domain/prompt/prompt-references.ts";
import { inParallel } from "../../http/in-parallel.ts";
import type { ComposedEdit } from "../library.ts";
import { facts as langfuseFacts } from "./facts.ts";

const requestsAtOnce = 4;
/** The edit's own id in its graph; Langfuse has none for it. */
const root = "edit";

/**
 * Does for an edit what Langfuse does for a version when it is read with `resolve`: the text of each prompt it refers to
 * in place of the reference. What those refer to, Langfuse itself has resolved.
 * @throws AppFailure `langfuse_conflict` for what Langfuse would refuse: a missing prompt, one that is no text, itself.
 */
export async function composeEdit(
  edit: PromptEdit,
  get: (ref: PromptRef) => Promise<ResolvedPrompt>,
): Promise<ComposedEdit> {
  const references = new Map(referencesIn(edit.prompt).map((reference) => [reference.tag, reference]));
  const children = await inParallel([...references.values()], requestsAtOnce, async (reference) => {
    const child = await findChild(reference, edit, get);
    return [reference.tag, child] as const;
  });
  const found = new Map(children);
  return {
    prompt: replaceReferences(edit.prompt, ({ tag }) => found.get(tag)?.text),
    resolutionGraph: found.size === 0 ? null : graphOf(edit, [...found.values()]),
  };
}

interface Child {
  text: string;
  name: string;
  version: string;
  graph: ResolutionGraph | null;
}

async function findChild(
  reference: PromptReference,
  { base }: PromptEdit,
  get: (ref: PromptRef) => Promise<ResolvedPrompt>,
): Promise<Child> {
  const { name } = reference;
  const which = "version" in reference ? { version: reference.version } : { label: reference.label };
  const named = "version" in reference ? `version ${reference.version}` : `label ${reference.label}`;
  if (name === base.name) throw broken(`“${name}” refers to itself.`);
  try {
    const { prompt } = await get({ library: langfuseFacts.id, name, ...which });
    if (typeof prompt.prompt !== "string") throw broken(`“${name}” is no text prompt; only those can be referred to.`);
    if (refersTo(prompt.resolutionGraph, base.name)) throw broken(`“${name}” refers back to “${base.name}”.`);
    return { text: prompt.prompt, name, version: prompt.version, graph: prompt.resolutionGraph ?? null };
  } catch (error) {
    const isMissing = error instanceof AppFailure && error.error.code === "prompt_not_found";
    throw isMissing ? broken(`The edit refers to “${name}” (${named}), which is not there.`) : error;
  }
}

function refersTo(graph: ResolutionGraph | null | undefined, name: string): boolean {
  return Object.values(graph?.dependencies ?? {}).some((nodes) => nodes.some((node) => node.name === name));
}

function graphOf({ base }: PromptEdit, children: readonly Child[]): ResolutionGraph {
  const nodes = children.map(({ name, version, graph }) => ({
    id: graph?.root.id ?? `${name}@${version}`,
    name,
    version: Number(version),
  }));
  const below = children.map(({ graph }) => graph?.dependencies ?? {});
  return {
    root: { id: root, name: base.name, version: Number(base.version ?? 0) },
    dependencies: Object.assign({}, ...below, { [root]: nodes }) as ResolutionGraph["dependencies"],
  };
}

function broken(message: string): AppFailure {
  return new AppFailure("langfuse_conflict", { message });
}
