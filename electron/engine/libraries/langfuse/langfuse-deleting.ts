import type { DeletePromptRequest } from "@langfuse/core";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { referencesIn } from "@shared/domain/prompt/prompt-references.ts";
import type { Dependent } from "@shared/domain/prompt/save-outcome.ts";
import { inParallel } from "../../http/in-parallel.ts";
import type { VersionDeleting } from "../library-writing.ts";
import type { LangfuseClient } from "./langfuse-client.ts";
import type { LangfuseReads } from "./langfuse-writing.ts";
import { promptPath } from "./prompt-path.ts";

const requestsAtOnce = 4;
/** Each costs a request or more; of a project with more prompts than this only so many are looked at. */
const mostPrompts = 500;

export function createDeleting(client: LangfuseClient, reads: LangfuseReads): VersionDeleting {
  return {
    async delete(name, version, io) {
      const endpoint = reads.connection();
      const path = promptPath(name);
      // Without a version it would be all of them.
      const which: DeletePromptRequest = { version: Number(version) };
      try {
        const query = { version: String(which.version) };
        await client.write(endpoint, { method: "DELETE", path, query, schema: null }, io);
      } finally {
        reads.forget(endpoint, name);
      }
    },

    async dependents(name, { version, labels }, io) {
      const endpoint = reads.connection();
      const rows = await reads.rows(endpoint, io);
      const others = rows.filter((row) => row.name !== name).slice(0, mostPrompts);
      const found = await inParallel(others, requestsAtOnce, async (row): Promise<Dependent[]> => {
        // The newest is what is worked on; what production serves may be older, and the server looks at all.
        const newest = String(Math.max(...row.versions));
        const prompt = await reads.version(endpoint, row.name, newest, io).catch((error: unknown) => {
          if (error instanceof AppFailure && error.error.code === "prompt_not_found") return null;
          throw error;
        });
        return referencesIn(prompt?.prompt ?? "")
          .filter((one) => one.name === name)
          .filter((one) => ("version" in one ? one.version === version : labels.includes(one.label)))
          .map((one) => ({
            name: row.name,
            version: newest,
            refersTo: "version" in one ? `v${one.version}` : one.label,
          }));
      });
      return { dependents: found.flat(), looked: { prompts: others.length, complete: rows.length <= mostPrompts + 1 } };
    },

    namedIn({ detail = "" }) {
      return detail.split("\n").flatMap(dependentIn);
    },
  };
}

/** Langfuse's line `<name> v<version> depends on <prompt> <version or label>`. */
function dependentIn(line: string): { name: string; version: string; refersTo: string }[] {
  const found = / v(\d+) depends on /.exec(line);
  if (!found || found.index === 0) return [];
  const [prompt = "", refersTo = ""] = splitAtLast(line.slice(found.index + found[0].length), " ");
  if (prompt === "" || refersTo === "") return [];
  return [{ name: line.slice(0, found.index), version: found[1] ?? "", refersTo }];
}

function splitAtLast(text: string, mark: string): [before: string, behind: string] {
  const at = text.lastIndexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + mark.length)];
}
