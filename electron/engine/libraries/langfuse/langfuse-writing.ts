import type { UpdatePromptRequest } from "@langfuse/core";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { PromptVersion } from "@shared/domain/prompt/prompt.ts";
import { inParallel } from "../../http/in-parallel.ts";
import type { CallIo } from "../../ports.ts";
import { contentHash } from "../found/content-hash.ts";
import type { LabelWriting, LibraryWriting } from "../library-writing.ts";
import type { LangfuseClient, LangfuseEndpoint } from "./langfuse-client.ts";
import { createDeleting } from "./langfuse-deleting.ts";
import { asLangfuseStores, newVersionBody } from "./langfuse-new-version.ts";
import { labelProblems, langfuseProblems, problem } from "./langfuse-problems.ts";
import { type LangfusePrompt, type LangfuseRow, promptSchema } from "./langfuse-schemas.ts";
import { toPromptVersion } from "./langfuse-translation.ts";
import { isOvertaken } from "./langfuse-write-failure.ts";
import { promptPath } from "./prompt-path.ts";

/** What writing needs of the library it belongs to. Nothing of it comes from a copy. */
export interface LangfuseReads {
  connection: () => LangfuseEndpoint;
  /** Null: no such prompt. With a label only the versions that have it. */
  row(endpoint: LangfuseEndpoint, name: string, label: string | null, io: CallIo): Promise<LangfuseRow | null>;
  /** As stored, references unresolved. */
  version(endpoint: LangfuseEndpoint, name: string, version: string, io: CallIo): Promise<LangfusePrompt>;
  /** Every row of the list. */
  rows(endpoint: LangfuseEndpoint, io: CallIo): Promise<LangfuseRow[]>;
  /** After a write no copy counts. */
  forget(endpoint: LangfuseEndpoint, name: string): void;
}

const requestsAtOnce = 4;

/** Writes to Langfuse over its public API, each act one request (`README.md#writing-to-langfuse`). */
export function createLangfuseWriting(client: LangfuseClient, reads: LangfuseReads): LibraryWriting {
  const owner: LabelWriting["owner"] = async (name, label, io) => {
    const row = await reads.row(reads.connection(), name, label, io);
    return row ? newestOf(row) : null;
  };

  async function version(name: string, wanted: string, io: CallIo): Promise<PromptVersion | null> {
    try {
      return toPromptVersion(await reads.version(reads.connection(), name, wanted, io));
    } catch (error) {
      if (error instanceof AppFailure && error.error.code === "prompt_not_found") return null;
      throw error;
    }
  }

  return {
    problems: langfuseProblems,
    asStored: asLangfuseStores,
    version,
    async standing(name, io) {
      const row = await reads.row(reads.connection(), name, null, io);
      const last = row ? newestOf(row) : null;
      const newest = last === null ? null : await version(name, last, io);
      if (!row || last === null || !newest) return null;
      const elsewhere = (row.labels ?? []).filter((label) => !newest.labels.includes(label));
      const owners = await inParallel(elsewhere, requestsAtOnce, (label) => owner(name, label, io));
      return {
        type: newest.type,
        newest,
        contentHash: contentHash(newest),
        versions: [...row.versions].sort((a, b) => a - b).map(String),
        labels: [
          ...newest.labels.map((label) => ({ label, version: last })),
          ...elsewhere.flatMap((label, index) => {
            const version = owners[index];
            return version == null ? [] : [{ label, version }];
          }),
        ],
        tags: newest.tags,
        next: String(Number(last) + 1),
      };
    },

    async save(given, _onto, io) {
      const endpoint = reads.connection();
      const request = {
        method: "POST",
        path: "/v2/prompts",
        body: newVersionBody(given),
        schema: promptSchema(),
      } as const;
      try {
        const made = await client.write(endpoint, request, io);
        if (!made) throw new AppFailure("internal");
        return { kind: "made", version: toPromptVersion(made) };
      } catch (error) {
        if (error instanceof AppFailure && isOvertaken(error)) return { kind: "overtaken" };
        throw error;
      } finally {
        reads.forget(endpoint, given.name);
      }
    },

    labels: {
      problems(label) {
        if (label !== "latest") return labelProblems(label, ["label"]);
        return [problem("label_invalid", ["label"], "Langfuse gives “latest” to the newest version, always.")];
      },
      owner,
      async move(name, label, version, io) {
        const endpoint = reads.connection();
        // Adds to what the version has; an empty list would take nothing off.
        const change: UpdatePromptRequest = { newLabels: [label] };
        const path = `${promptPath(name)}/versions/${encodeURIComponent(version)}`;
        try {
          await client.write(
            endpoint,
            { method: "PATCH", path, body: JSON.stringify(change), schema: promptSchema() },
            io,
          );
        } finally {
          reads.forget(endpoint, name);
        }
      },
    },

    deleting: createDeleting(client, reads),
  };
}

/** The highest number: Langfuse gives the next one to the next version, also when a newer one was deleted. */
function newestOf({ versions }: LangfuseRow): string | null {
  return versions.length === 0 ? null : String(Math.max(...versions));
}
