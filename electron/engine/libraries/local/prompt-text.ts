import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { PromptLibrary } from "../library.ts";
import { facts } from "./facts.ts";
import { readPrompt, refuseLabel, toVersion } from "./local-files.ts";

/**
 * A prompt whose text lies in no folder but was given, as a `config.yaml` may have it. It is read as a `.prompt` file is,
 * under whatever name it is asked for, and has one version, which has no name.
 */
export function openPromptText(text: string): PromptLibrary {
  const bytes = Buffer.from(text);
  return {
    ...facts,
    list: async () => ({ library: facts.id, prompts: [], fetchedAt: Date.now(), freshness: "given" }),
    async get(ref) {
      const { name, label, version } = ref;
      refuseLabel(name, label);
      if (version !== undefined) {
        throw new AppFailure("prompt_not_found", { message: `“${name}” stands in the config and has no versions.` });
      }
      const prompt = toVersion(name, readPrompt(name, { ending: ".prompt", bytes }), { version: "" });
      return { ref, prompt, fetchedAt: Date.now(), freshness: "given" };
    },
    versions: async () => [],
  };
}
