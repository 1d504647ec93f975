import * as z from "zod";
import { type JsonObject, type JsonValue, jsonValueSchema } from "../json/json.ts";

export type PromptType = "text" | "chat";

/** Languages of templates besides Langfuse's own, which the compile mode chooses between. */
export type TemplateFormat = "jinja2";

/** Names a prompt library. Which ones there are is the registry's business; a text that names none is refused there. */
export const promptLibraryIdSchema = z.string().regex(/^[a-z][a-z0-9-]{0,49}$/);
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

const placeText = z.string().regex(/^[\w.-]{1,200}$/);

/**
 * One prompt, whatever its version. `connection` is the id of the credential and address it lies behind, `project` the
 * server's own id of the project; both are absent in libraries without any. Two prompts of one name in two connections
 * are two prompts. Without a connection the one in force is meant.
 */
export const promptIdentitySchema = z.strictObject({
  library: promptLibraryIdSchema,
  connection: placeText.optional(),
  project: placeText.optional(),
  name: z.string().min(1).max(1000),
});
export type PromptIdentity = z.infer<typeof promptIdentitySchema>;

/** An opaque text: a number in Langfuse, a commit elsewhere. Which one is newer, the library's list says. */
export const versionTextSchema = z.string().min(1).max(200);

/** Points at one version of a prompt. `version` wins over `label`; with neither, the label `production` is meant. */
export const promptRefSchema = z.strictObject({
  ...promptIdentitySchema.shape,
  version: versionTextSchema.optional(),
  label: z.string().min(1).max(100).optional(),
});
export type PromptRef = z.infer<typeof promptRefSchema>;

/** Odd types of messages that other tools stored are kept: the SDKs treat them each in its own way. */
export const templateItemSchema = z.union([
  z.looseObject({ type: z.literal("placeholder"), name: z.string() }),
  z.looseObject({ type: z.string().optional(), role: z.string(), content: z.string() }),
]) as unknown as z.ZodType<TemplateItem>;

/** Changed, unsaved text of a prompt: it is run as it stands here, and no library is asked. */
export const promptEditSchema = z.strictObject({
  /** What it was made from, and what it would be saved to. */
  base: promptRefSchema,
  type: z.enum(["text", "chat"]),
  prompt: z.union([z.string().max(20_000_000), z.array(templateItemSchema).max(100_000)]),
  config: jsonValueSchema,
});
export type PromptEdit = z.infer<typeof promptEditSchema>;

/** What a version says, apart from who it is. */
export type PromptContent = Pick<PromptEdit, "type" | "prompt" | "config">;

/** What a run is made of: a version that a library has, or an edit. */
export const runPromptSchema = z.union([promptRefSchema, promptEditSchema]);
export type RunPrompt = z.infer<typeof runPromptSchema>;

/** A row of the prompt list. `type` is missing on servers older than Langfuse 3.119. */
export interface PromptSummary {
  name: string;
  type?: PromptType;
  /** Oldest first. */
  versions: string[];
  labels: string[];
  tags: string[];
  lastUpdatedAt?: string;
  lastConfig?: JsonValue;
  /** Why it cannot be opened, or is never written, in words for a person. */
  problem?: string;
}

/** A row of the version history of one prompt, newest first. */
export interface PromptVersionSummary {
  version: string;
  /** Of the text as stored: another one under the same version means that it was deleted and made anew. */
  contentHash?: string;
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
  library: PromptLibraryId;
  name: string;
  /** Empty in an edit of a label, which is no version. */
  version: string;
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
  /** Set where its texts are not filled by Langfuse's rules. */
  templateFormat?: TemplateFormat;
}

/** How a copy was come by: `network` just now, `cache` younger than 60 s, `stale` older because a refresh failed, `given` with the run. */
export type PromptFreshness = "network" | "cache" | "stale" | "bundled" | "given";

/** Values to try a prompt with. */
export interface SampleValues {
  variables: JsonObject;
  placeholders: JsonObject;
}

/** What a prompt's file says of its variables, by their names. */
export type VariableNotes = Readonly<Record<string, { description?: string; example?: JsonValue }>>;

/** A prompt version together with how it was found. */
export interface ResolvedPrompt {
  /** As it was asked for, with the connection and project it was found in. */
  ref: PromptRef;
  prompt: PromptVersion;
  /** Hex SHA-256 of type, text and config as they are in `prompt`. Runs kept by earlier versions have none. */
  contentHash?: string;
  /** Set when this is changed, unsaved text that came with the run. */
  edited?: true;
  /** UTC milliseconds of the fetch that brought this copy. */
  fetchedAt: number;
  freshness: PromptFreshness;
  /** Why the copy is stale, in words for a person. */
  staleReason?: string;
  /** Invented values that make the first run work; only sample prompts have them. */
  sampleValues?: SampleValues;
  /** Named values that the prompt's file brings along; they can be kept as inputs. */
  inputs?: ({ name: string } & SampleValues)[];
  variableNotes?: VariableNotes;
  /** The file it was read from, below its folder, with `/`; only where prompts are files. */
  file?: string;
}

export interface PromptList {
  /** What is checked out in the repository the prompts lie in: a branch, or the beginning of a commit's name. */
  branch?: string;
  /** What is to be said of the list, such as that it is not whole. */
  notice?: string;
  library: PromptLibraryId;
  connection?: string;
  project?: string;
  prompts: PromptSummary[];
  fetchedAt: number;
  freshness: PromptFreshness;
  staleReason?: string;
}
