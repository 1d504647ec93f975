import type { StoredPrompt, StoredPrompts } from "./stored-prompts.ts";

/** `@@@langfusePrompt:name=…|label=…@@@` references, resolved when read as Langfuse does (at most five levels deep). */

export type Composed =
  | { ok: true; prompt: StoredPrompt["prompt"]; resolutionGraph: unknown }
  /** Answered with 409. */
  | { ok: false; message: string };

/** What composing needs of a row. */
export type ComposedRow = Pick<StoredPrompt, "id" | "name" | "version" | "prompt">;

/** One reference in a text, as it stands there. */
export interface Reference {
  name: string;
  which: { version: number } | { label: string };
  /** As Langfuse names it when it is missing. */
  words: string;
}

/** Every well-formed reference of a prompt. */
export function referencesOf(prompt: StoredPrompt["prompt"]): Reference[] {
  return [...JSON.stringify(prompt).matchAll(reference)].flatMap(([, inside = ""]) => parse(inside) ?? []);
}

interface Node {
  id: string;
  name: string;
  version: number;
}

class BrokenReference extends Error {}

const reference = /@@@langfusePrompt:(.*?)@@@/g;
const deepest = 5;

export function compose(root: ComposedRow, prompts: StoredPrompts): Composed {
  const dependencies: Record<string, Node[]> = {};
  try {
    const text = resolve(root, JSON.stringify(root.prompt), prompts, dependencies, [root.name]);
    const { name, version, id } = root;
    const graph = Object.keys(dependencies).length === 0 ? null : { root: { name, version, id }, dependencies };
    return { ok: true, prompt: JSON.parse(text), resolutionGraph: graph };
  } catch (error) {
    if (error instanceof BrokenReference) return { ok: false, message: error.message };
    throw error;
  }
}

function resolve(
  parent: ComposedRow,
  text: string,
  prompts: StoredPrompts,
  dependencies: Record<string, Node[]>,
  path: string[],
): string {
  if (path.length > deepest) throw new BrokenReference("Maximum nesting depth exceeded (5)");
  return text.replace(reference, (tag, inside: string) => {
    const parsed = parse(inside);
    if (!parsed) return tag;
    const { name, which, words } = parsed;
    const child = prompts.find(name, which);
    if (!child) throw new BrokenReference(`Prompt dependency not found: ${name} - ${words}`);
    if (path.includes(name)) {
      throw new BrokenReference(`Circular dependency detected involving prompt '${path[0]}' version ${parent.version}`);
    }
    dependencies[parent.id] = [...(dependencies[parent.id] ?? []), { id: child.id, name, version: child.version }];
    const childText = JSON.stringify(child.prompt).slice(1, -1);
    return resolve(child, childText, prompts, dependencies, [...path, name]);
  });
}

function parse(inside: string): Reference | null {
  const [first, second, ...rest] = inside.split("|");
  if (!first?.startsWith("name=") || second === undefined || rest.length > 0) return null;
  const name = first.slice("name=".length);
  const [kind, value = ""] = second.split("=");
  if (kind === "version") return { name, which: { version: Number(value) }, words: `version ${value}` };
  return kind === "label" ? { name, which: { label: value }, words: `label ${value}` } : null;
}
