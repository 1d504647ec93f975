import { randomUUID } from "node:crypto";

/** A prompt version to put into the fake. Several of one name become its versions 1, 2, 3 … */
export interface NewPrompt {
  name: string;
  prompt: string | Record<string, unknown>[];
  config?: unknown;
  labels?: string[];
  tags?: string[];
  commitMessage?: string;
  /** ISO 8601; counts up from a fixed day when absent. */
  createdAt?: string;
}

/** A row as Langfuse 4.16 answers it, keys in its order. */
export interface StoredPrompt {
  id: string;
  createdAt: string;
  updatedAt: string;
  projectId: string;
  createdBy: string;
  prompt: string | Record<string, unknown>[];
  name: string;
  version: number;
  type: "text" | "chat";
  isActive: boolean;
  config: unknown;
  tags: string[];
  labels: string[];
  commitMessage: string | null;
}

export interface PromptFilter {
  name?: string | undefined;
  label?: string | undefined;
  tag?: string | undefined;
  fromUpdatedAt?: string | undefined;
}

/** The prompts of one project: a label lives on one version, the newest has `latest`, tags belong to the name. */
export class StoredPrompts {
  readonly #rows: StoredPrompt[] = [];
  readonly #projectId: string;

  constructor(projectId: string) {
    this.#projectId = projectId;
  }

  add(given: NewPrompt): StoredPrompt {
    const earlier = this.of(given.name);
    const labels = [...new Set([...(given.labels ?? []), "latest"])];
    takeLabels(earlier, labels, given.createdAt);
    const tags = given.tags ?? earlier.at(-1)?.tags ?? [];
    for (const row of earlier) if (given.tags) change(row, { tags }, given.createdAt);
    const createdAt = given.createdAt ?? new Date(Date.UTC(2026, 10, 1, 8, this.#rows.length)).toISOString();
    const row: StoredPrompt = {
      id: randomUUID(),
      createdAt,
      updatedAt: createdAt,
      projectId: this.#projectId,
      createdBy: "API",
      prompt: given.prompt,
      name: given.name,
      version: (earlier.at(-1)?.version ?? 0) + 1,
      type: typeof given.prompt === "string" ? "text" : "chat",
      isActive: false,
      config: given.config ?? {},
      tags,
      labels,
      commitMessage: given.commitMessage ?? null,
    };
    this.#rows.push(row);
    return row;
  }

  /** Moves a label as Langfuse does: it leaves the version that had it. */
  moveLabel(name: string, label: string, version: number): void {
    for (const row of this.of(name)) {
      const others = row.labels.filter((other) => other !== label);
      row.labels = row.version === version ? [...others, label] : others;
    }
  }

  /** As PATCH does it: the labels are added to those the version has and leave the others; nothing takes one off. */
  addLabels(row: StoredPrompt, labels: readonly string[], at: string): void {
    const others = this.of(row.name).filter((other) => other !== row);
    takeLabels(others, labels, at);
    change(row, { labels: [...new Set([...labels, ...row.labels])] }, at);
    row.updatedAt = at;
  }

  remove(name: string, version?: number): void {
    this.removeRows(this.of(name).filter((row) => version === undefined || row.version === version));
  }

  /** `latest` goes to the newest that is left of each name. */
  removeRows(rows: readonly StoredPrompt[], at?: string): void {
    const kept = this.#rows.filter((row) => !rows.includes(row));
    this.#rows.splice(0, this.#rows.length, ...kept);
    for (const name of new Set(rows.map((row) => row.name))) {
      const newest = this.of(name).at(-1);
      if (newest && !newest.labels.includes("latest")) change(newest, { labels: [...newest.labels, "latest"] }, at);
    }
  }

  all(): readonly StoredPrompt[] {
    return this.#rows;
  }

  find(name: string, which: { version: number } | { label: string }): StoredPrompt | undefined {
    return this.of(name).find((row) =>
      "version" in which ? row.version === which.version : row.labels.includes(which.label),
    );
  }

  /** One row per name, built from the versions that match, as the list of Langfuse does. */
  list(filter: PromptFilter): Record<string, unknown>[] {
    const matching = this.#rows.filter((row) => matches(row, filter));
    const byName = Map.groupBy(matching, ({ name }) => name);
    const names = [...byName.keys()].sort((a, b) => (a < b ? -1 : 1));
    return names.map((name) => summary(byName.get(name) ?? []));
  }

  /** The versions of one name, oldest first. */
  of(name: string): StoredPrompt[] {
    return this.#rows.filter((row) => row.name === name);
  }
}

function takeLabels(rows: readonly StoredPrompt[], labels: readonly string[], at?: string): void {
  for (const row of rows) change(row, { labels: row.labels.filter((label) => !labels.includes(label)) }, at);
}

/** What changes of a row is its labels and tags; the date of a row that loses or gains one moves. */
function change(row: StoredPrompt, next: Partial<Pick<StoredPrompt, "labels" | "tags">>, at?: string): void {
  const before = JSON.stringify([row.labels, row.tags]);
  Object.assign(row, next);
  if (at !== undefined && JSON.stringify([row.labels, row.tags]) !== before) row.updatedAt = at;
}

function matches(row: StoredPrompt, { name, label, tag, fromUpdatedAt }: PromptFilter): boolean {
  if (name !== undefined && row.name !== name) return false;
  if (label !== undefined && !row.labels.includes(label)) return false;
  if (tag !== undefined && !row.tags.includes(tag)) return false;
  return fromUpdatedAt === undefined || Date.parse(row.updatedAt) >= Date.parse(fromUpdatedAt);
}

function summary(rows: StoredPrompt[]): Record<string, unknown> {
  const newest = rows.at(-1);
  return {
    name: newest?.name,
    tags: newest?.tags,
    lastUpdatedAt: rows
      .map(({ updatedAt }) => updatedAt)
      .sort()
      .at(-1),
    versions: rows.map(({ version }) => version),
    labels: [...new Set(rows.flatMap(({ labels }) => labels))].sort(),
    type: newest?.type,
    lastConfig: newest?.config,
  };
}
