import * as z from "zod";
import type { AppError } from "../error/error.ts";
import { jsonValueSchema } from "../json/json.ts";
import { promptEditSchema, promptIdentitySchema, versionTextSchema } from "./prompt.ts";
import type { GuardedOutcome, SaveProblem } from "./save-outcome.ts";

/** The file of a version, as far as its text says more than the version: description, test data, comments. */
const portableFileSchema = z.strictObject({ ending: z.string().min(1).max(30), text: z.string().max(2_000_000) });
export type FileOfVersion = z.infer<typeof portableFileSchema>;

/** A version away from its library: what it says and all that hangs on it. */
const portableVersionSchema = z.strictObject({
  /** As its library called it; another one gives another number. */
  version: versionTextSchema,
  type: promptEditSchema.shape.type,
  prompt: promptEditSchema.shape.prompt,
  config: jsonValueSchema,
  /** Without the library's own (`latest`). */
  labels: z.array(z.string().max(1_000)).max(1_000),
  commitMessage: z.string().max(10_000).optional(),
  createdAt: z.string().max(100).optional(),
  createdBy: z.string().max(1_000).optional(),
  file: portableFileSchema.optional(),
});
export type PortableVersion = z.infer<typeof portableVersionSchema>;

const portablePromptSchema = z.strictObject({
  name: promptIdentitySchema.shape.name,
  /** Of all its versions. */
  tags: z.array(z.string().max(1_000)).max(1_000),
  /** Oldest first. */
  versions: z.array(portableVersionSchema).min(1).max(10_000),
});
export type PortablePrompt = z.infer<typeof portablePromptSchema>;

/** The file of an export: prompts with all their versions, labels, tags and messages. */
export interface PortableFile {
  format: "promptscope-prompts";
  version: 1;
  /** Where they were, for a person. */
  from: string;
  /** UTC, ISO 8601. */
  exportedAt: string;
  prompts: PortablePrompt[];
}

export const putInSchema = z.strictObject({
  place: promptIdentitySchema.omit({ name: true }),
  prompt: portablePromptSchema,
  /** Set once the person was told what the library would not keep. */
  acceptsChanges: z.boolean().optional(),
  /** What the guard of a project asks for before `production` is given. */
  typedName: z.string().max(1_000).optional(),
  message: z.string().max(10_000).optional(),
});
export type PutInRequest = z.infer<typeof putInSchema>;

/** What stands under the name where a prompt is to go. */
export type PutInStanding =
  | "nothing"
  /** All its versions, in this order. */
  | "same"
  /** The first of its versions: what is left can be added. */
  | "begun"
  /** Another prompt. */
  | "other";

/** What putting a prompt into a library would do and lose; nothing has been changed. */
export interface PutInCheck {
  standing: PutInStanding;
  /** How many of its versions are there already. */
  present: number;
  /** Of one that is there already: what its file says otherwise, such as its description. It is left as it is. */
  differs: string[];
  /** Each once, whatever the number of versions it is about. */
  problems: SaveProblem[];
  /** Set where the project asks for something first. */
  guard: GuardedOutcome["needs"] | null;
}

export type PutInOutcome =
  | { kind: "made"; versions: number; newest: string }
  /** @see PutInCheck.differs */
  | { kind: "same"; differs: string[] }
  | { kind: "exists" }
  | { kind: "problems"; problems: SaveProblem[] }
  | GuardedOutcome
  /** Some versions may have been written; putting it in again goes on behind them. */
  | { kind: "stopped"; versions: number; of: number; error: AppError };
