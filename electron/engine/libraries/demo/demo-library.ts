import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { PromptRef, PromptSummary, PromptVersion } from "@shared/domain/prompt/prompt.ts";
import type { CallIo } from "../../ports.ts";
import { promptNotFound } from "../failures/prompt-not-found.ts";
import { contentHash } from "../found/content-hash.ts";
import type { PromptLibrary } from "../library.ts";
import { type DemoPrompt, type DemoVersion, demoLibrary } from "./demo-prompts.ts";
import { facts as demoFacts } from "./facts.ts";

/** The bundled sample library behind the same port as Langfuse. Needs no network and never changes. */
export function createDemoLibrary(): PromptLibrary {
  return {
    ...demoFacts,
    async list(_options, io) {
      assertRunning(io);
      return {
        library: demoFacts.id,
        prompts: demoLibrary().map(toSummary),
        fetchedAt: Date.now(),
        freshness: "bundled",
      };
    },

    async get(ref, _options, io) {
      assertRunning(io);
      const prompt = findPrompt(ref);
      const version = findVersion(prompt, ref);
      return {
        ref,
        prompt: toPromptVersion(prompt, version),
        fetchedAt: Date.now(),
        freshness: "bundled",
        sampleValues: prompt.sampleValues,
      };
    },

    async versions(name, _options, io) {
      assertRunning(io);
      const prompt = findPrompt({ library: demoFacts.id, name });
      return prompt.versions
        .map((version) => {
          const { labels, createdAt, commitMessage } = version;
          const hash = contentHash(toPromptVersion(prompt, version));
          return { version: String(version.version), contentHash: hash, labels, createdAt, commitMessage };
        })
        .reverse();
    },
  };
}

function findPrompt(ref: PromptRef): DemoPrompt {
  const prompt = demoLibrary().find(({ name }) => name === ref.name);
  if (!prompt) throw promptNotFound(ref, null);
  return prompt;
}

function findVersion({ versions }: DemoPrompt, ref: PromptRef): DemoVersion {
  const wanted = versions.find(({ version, labels }) =>
    ref.version === undefined ? labels.includes(ref.label ?? "production") : String(version) === ref.version,
  );
  if (wanted) return wanted;
  throw promptNotFound(ref, {
    versions: versions.map(({ version }) => String(version)),
    labels: versions.flatMap(({ labels }) => labels),
  });
}

function toSummary({ name, type, tags, versions }: DemoPrompt): PromptSummary {
  const newest = versions.at(-1);
  return {
    name,
    type,
    tags,
    versions: versions.map(({ version }) => String(version)),
    labels: versions.flatMap(({ labels }) => labels).sort(),
    ...(newest ? { lastUpdatedAt: newest.createdAt, lastConfig: newest.config } : {}),
  };
}

const given = new WeakMap<DemoVersion, PromptVersion>();

/** The same each time: what is made of it, such as its hash, is then made once. */
function toPromptVersion({ name, type, tags }: DemoPrompt, version: DemoVersion): PromptVersion {
  const before = given.get(version);
  if (before) return before;
  const { createdAt, ...rest } = version;
  const text = { ...rest, version: String(version.version) };
  const made: PromptVersion = {
    library: demoFacts.id,
    name,
    type,
    tags,
    createdAt,
    updatedAt: createdAt,
    resolutionGraph: null,
    ...text,
  };
  given.set(version, made);
  return made;
}

function assertRunning({ signal }: CallIo): void {
  if (signal.aborted) throw new AppFailure("cancelled");
}
