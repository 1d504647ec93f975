import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { PromptRef, PromptSummary, PromptVersion } from "@shared/domain/prompt/prompt.ts";
import type { CallIo, PromptLibrary } from "../../ports.ts";
import { promptNotFound } from "../prompt-not-found.ts";
import { type DemoPrompt, type DemoVersion, demoLibrary } from "./demo-prompts.ts";

/** The bundled sample library behind the same port as Langfuse. Needs no network and never changes. */
export function createDemoLibrary(): PromptLibrary {
  return {
    async list(_options, io) {
      assertRunning(io);
      return { source: "demo", prompts: demoLibrary.map(toSummary), fetchedAt: Date.now(), freshness: "bundled" };
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

    async versions(name, io) {
      assertRunning(io);
      const { versions } = findPrompt({ source: "demo", name });
      return versions
        .map(({ version, labels, createdAt, commitMessage }) => ({ version, labels, createdAt, commitMessage }))
        .reverse();
    },
  };
}

function findPrompt(ref: PromptRef): DemoPrompt {
  const prompt = demoLibrary.find(({ name }) => name === ref.name);
  if (!prompt) throw promptNotFound(ref, null);
  return prompt;
}

function findVersion({ versions }: DemoPrompt, ref: PromptRef): DemoVersion {
  const wanted = versions.find(({ version, labels }) =>
    ref.version === undefined ? labels.includes(ref.label ?? "production") : version === ref.version,
  );
  if (wanted) return wanted;
  throw promptNotFound(ref, {
    versions: versions.map(({ version }) => version),
    labels: versions.flatMap(({ labels }) => labels),
  });
}

function toSummary({ name, type, tags, versions }: DemoPrompt): PromptSummary {
  const newest = versions.at(-1);
  return {
    name,
    type,
    tags,
    versions: versions.map(({ version }) => version),
    labels: versions.flatMap(({ labels }) => labels).sort(),
    ...(newest ? { lastUpdatedAt: newest.createdAt, lastConfig: newest.config } : {}),
  };
}

function toPromptVersion({ name, type, tags }: DemoPrompt, version: DemoVersion): PromptVersion {
  const { createdAt, ...rest } = version;
  return { source: "demo", name, type, tags, createdAt, updatedAt: createdAt, resolutionGraph: null, ...rest };
}

function assertRunning({ signal }: CallIo): void {
  if (signal.aborted) throw new AppFailure("cancelled");
}
