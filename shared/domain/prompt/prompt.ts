import * as z from "zod";
import type { JsonObject, JsonValue } from "../json/json.ts";

export type PromptType = "text" | "chat";

/** Where prompts come from. `demo` is the bundled sample library, `langfuse` the connected project. */
export const promptLibraryIdSchema = z.enum(["demo", "langfuse"]);
export type PromptLibraryId = z.infer<typeof promptLibraryIdSchema>;

/** An item of a chat prompt as Langfuse stores it: a message, or a named gap for a list of messages. */
export type TemplateItem = TemplateMessage | TemplatePlaceholder;
export interface TemplateMessage {
  type?: "chatmessage";
  role: string;
  content: string;
}
export interface TemplatePlaceholder {
  type: "placeholder";
  name: string;
}

/** Points at one version of a prompt. `version` wins over `label`; with neither, Langfuse's label `production` is meant. */
export const promptRefSchema = z.strictObject({
  source: promptLibraryIdSchema,
  name: z.string().min(1).max(1000),
  version: z.number().int().positive().optional(),
  label: z.string().min(1).max(100).optional(),
});
export type PromptRef = z.infer<typeof promptRefSchema>;

/** A row of the prompt list. `type` is missing on servers older than Langfuse 3.119. */
export interface PromptSummary {
  name: string;
  type?: PromptType;
  versions: number[];
  labels: string[];
  tags: string[];
  lastUpdatedAt?: string;
  lastConfig?: JsonValue;
}

/** A row of the version history of one prompt, newest first. */
export interface PromptVersionSummary {
  version: number;
  labels: string[];
  createdAt?: string;
  createdBy?: string;
  commitMessage?: string;
}

/** Child prompts that Langfuse inlined for `@@@langfusePrompt:…@@@` references. */
export interface ResolutionGraph {
  root: { id: string; name: string; version: number };
  dependencies: Record<string, { id: string; name: string; version: number }[]>;
}

/** One immutable version of a prompt; only labels and tags of a version ever change. */
export interface PromptVersion {
  source: PromptLibraryId;
  name: string;
  version: number;
  type: PromptType;
  prompt: string | TemplateItem[];
  config: JsonValue;
  labels: string[];
  tags: string[];
  commitMessage?: string;
  createdAt?: string;
  updatedAt?: string;
  createdBy?: string;
  resolutionGraph?: ResolutionGraph | null;
}

/** How a copy was come by: `network` just now, `cache` younger than 60 s, `stale` older because a refresh failed. */
export type PromptFreshness = "network" | "cache" | "stale" | "bundled";

/** Values to try a prompt with. */
export interface SampleValues {
  variables: JsonObject;
  placeholders: JsonObject;
}

/** A prompt version together with how it was found. */
export interface ResolvedPrompt {
  ref: PromptRef;
  prompt: PromptVersion;
  /** UTC milliseconds of the fetch that brought this copy. */
  fetchedAt: number;
  freshness: PromptFreshness;
  /** Why the copy is stale, in words for a person. */
  staleReason?: string;
  /** Invented values that make the first run work; only sample prompts have them. */
  sampleValues?: SampleValues;
}

export interface PromptList {
  source: PromptLibraryId;
  prompts: PromptSummary[];
  fetchedAt: number;
  freshness: PromptFreshness;
  staleReason?: string;
}
