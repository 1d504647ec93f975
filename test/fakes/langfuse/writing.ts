import {
  type Answer,
  badRequest,
  created,
  deleted,
  internalError,
  invalidData,
  notFoundToWrite,
  ok,
  unreadableBody,
} from "./answers.ts";
import { compose, referencesOf } from "./composition.ts";
import { type NewVersionInput, newLabelsSchema, newVersionSchema } from "./prompt-input.ts";
import type { StoredPrompt, StoredPrompts } from "./stored-prompts.ts";

/** The writes of Langfuse 4.16's prompts, as recorded (test/fixtures/langfuse/writing). */

/** A body as it came, for those who read it. */
interface Sent {
  body: Buffer;
  isJson: boolean;
}

/** Waits where a create stands between having read the newest number and writing its row. */
export type CreateHold = () => Promise<void>;

/** Next.js' default for a route; 1 MiB passes. */
const bodyLimit = 1_048_576;

export async function createVersion(sent: Sent, prompts: StoredPrompts, hold: CreateHold): Promise<Answer> {
  const read = readBody(sent);
  if ("refused" in read) return read.refused;
  const parsed = newVersionSchema.safeParse(read.value);
  if (!parsed.success) return invalidData(...issuesOf(parsed.error));
  const input = parsed.data;
  const refused = refusedContent(input, prompts);
  if (refused) return refused;
  const newest = prompts.of(input.name).at(-1)?.version ?? 0;
  await hold();
  // Postgres' unique (project, name, version): one of those that took the same number is left.
  if ((prompts.of(input.name).at(-1)?.version ?? 0) !== newest) return badRequest(taken(input.name));
  const { name, prompt, labels, tags, config, commitMessage } = input;
  const row = prompts.add({
    name,
    prompt,
    labels,
    config: rounded(config ?? {}),
    createdAt: new Date().toISOString(),
    ...(tags ? { tags } : {}),
    ...(commitMessage == null ? {} : { commitMessage }),
  });
  return created({ ...row, isActive: null });
}

function refusedContent(input: NewVersionInput, prompts: StoredPrompts): Answer | undefined {
  const { name, prompt } = input;
  const type = typeof prompt === "string" ? "text" : "chat";
  const newest = prompts.of(name).at(-1);
  if (newest && newest.type !== type) {
    return badRequest("Previous versions have different prompt type. Create a new prompt with a different name.");
  }
  const shared = typeof prompt === "string" ? [] : namedTwice(prompt);
  if (shared.length > 0) {
    const words = "Cannot create prompt, variables and placeholders must be unique, the following are not";
    return badRequest(`${words}: ${shared.join(", ")}`);
  }
  for (const reference of referencesOf(prompt)) {
    const child = prompts.find(reference.name, reference.which);
    const named = `${reference.name} - ${reference.words}`;
    if (child && child.type !== "text") return badRequest(`Prompt dependency is not a text prompt: ${named}`);
  }
  const composed = compose({ id: "new", name, version: (newest?.version ?? 0) + 1, prompt }, prompts);
  if (!composed.ok) return badRequest(composed.message);
  return unstorable(JSON.stringify(input));
}

/** What Postgres cannot keep: it fails with 500, and nobody says why. */
function unstorable(text: string): Answer | undefined {
  if (/(?<!\\)(?:\\\\)*\\u0000/.test(text)) return internalError("unsupported Unicode escape sequence");
  return /(?<!\\)(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/.test(text) ? internalError() : undefined;
}

/** On its way to Postgres a number loses its seventeenth digit (103-config-roundtrip-create). */
function rounded(config: unknown): unknown {
  return JSON.parse(JSON.stringify(config), (_key, value: unknown) =>
    typeof value === "number" ? Number(value.toPrecision(16)) : value,
  );
}

type Items = Exclude<NewVersionInput["prompt"], string>;

function namedTwice(items: Items): string[] {
  const placeholders = items.flatMap((item) => ("role" in item ? [] : [item.name]));
  const contents = items.flatMap((item) => ("role" in item ? [item.content] : [])).join("\n");
  const variables = [...contents.matchAll(/{{([^{}]*)}}/g)].map(([, variable]) => variable);
  return placeholders.filter((placeholder) => variables.includes(placeholder));
}

const taken = (name: string) =>
  `Failed to create prompt '${name}' due to unique constraint failure. This is likely due to too many concurrent ` +
  "prompt creations for this prompt name. Please add a delay.";

export function addLabels(name: string, versionText: string, sent: Sent, prompts: StoredPrompts): Answer {
  const read = readBody(sent);
  if ("refused" in read) return read.refused;
  const version = Number(versionText);
  if (Number.isNaN(version)) return internalError();
  const parsed = newLabelsSchema.safeParse(read.value);
  if (!parsed.success) return invalidData(...issuesOf(parsed.error));
  const row = prompts.find(name, { version });
  if (!row) return notFoundToWrite(`Prompt '${name}' version ${version} not found in project`);
  prompts.addLabels(row, parsed.data.newLabels, new Date().toISOString());
  return ok({ ...row, isActive: null });
}

/** Without a version or label it is all of them. */
export function deletePrompt(name: string, query: URLSearchParams, prompts: StoredPrompts): Answer {
  const [version, label] = [query.get("version"), query.get("label")];
  const rows = prompts
    .of(name)
    .filter((row) => version === null || row.version === Number(version))
    .filter((row) => label === null || row.labels.includes(label));
  if (rows.length === 0) return notFoundToWrite("Prompt not found");
  const dependents = prompts.all().flatMap((row) => (rows.includes(row) ? [] : dependenciesOf(row, name, rows)));
  if (dependents.length > 0) {
    return badRequest(
      "Other prompts are depending on prompt versions you are trying to delete:\n\n" +
        `${dependents.join("\n")}\n\nPlease delete the dependent prompts first.`,
    );
  }
  prompts.removeRows(rows, new Date().toISOString());
  return deleted;
}

function dependenciesOf(row: StoredPrompt, name: string, rows: readonly StoredPrompt[]): string[] {
  return referencesOf(row.prompt).flatMap(({ name: child, which }) => {
    if (child !== name) return [];
    const isMet = rows.some((one) =>
      "version" in which ? one.version === which.version : one.labels.includes(which.label),
    );
    const words = "version" in which ? `v${which.version}` : which.label;
    return isMet ? [`${row.name} v${row.version} depends on ${name} ${words}`] : [];
  });
}

function readBody({ body, isJson }: Sent): { value: unknown } | { refused: Answer } {
  if (body.byteLength > bodyLimit) return { refused: unreadableBody(413) };
  const text = body.toString("utf8");
  if (!isJson) return { value: text };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { refused: unreadableBody(400) };
  }
}

/** Its zod is older than ours: it calls a number that is none a number. */
function issuesOf({ issues }: { issues: readonly object[] }): unknown[] {
  return JSON.parse(JSON.stringify(issues).replaceAll(/, received (Infinity|NaN)"/g, ', received number"'));
}
