import * as z from "zod";
import { promptEditSchema, promptIdentitySchema, versionTextSchema } from "./prompt.ts";

export type { GuardRule } from "./guard-rule.ts";

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);
/** What a library makes of them, it says itself; these are only bounds. */
const labelText = z.string().min(1).max(200);
const messageText = z.string().max(10_000);

/** What the guard of a project asks a person for before `production` moves. */
const guardAnswer = {
  /** The prompt's name as it was typed. */
  typedName: z.string().max(1_000).optional(),
};

/**
 * A version to make of an edit. `edit.base` names the prompt and, as `version`, what the edit was made from; a base
 * without a version means a prompt that is not there yet.
 */
export const saveRequestSchema = z.strictObject({
  edit: promptEditSchema,
  /** Of the base as it was when the edit began: a number that was used again is no base. */
  baseHash: hashSchema.optional(),
  /** What the base said when the edit began; of use, where its hash is that one, once the library has it no more. */
  baseText: promptEditSchema.omit({ base: true }).optional(),
  /** Moved to the new version. `latest` is the library's own. */
  labels: z.array(labelText).max(100),
  /** They belong to all versions of the prompt. Absent: they stay as they are. */
  tags: z.array(z.string().max(1_000)).max(1_000).optional(),
  commitMessage: messageText.optional(),
  /** A version newer than the base that the person has looked at and means to follow. */
  seen: versionTextSchema.optional(),
  /** Set once the person was told what the library would change about it. */
  acceptsChanges: z.boolean().optional(),
  ...guardAnswer,
});
export type SaveRequest = z.infer<typeof saveRequestSchema>;

/** A prompt to take away whole, as long as `version` is what it says. */
export const removePromptSchema = z.strictObject({ prompt: promptIdentitySchema, version: versionTextSchema });
export type RemovePromptRequest = z.infer<typeof removePromptSchema>;

export const moveLabelSchema = z.strictObject({
  prompt: promptIdentitySchema,
  label: labelText,
  /** Where it moves to. */
  version: versionTextSchema,
  /** Where the person saw it; null: nowhere. Absent: wherever it is. */
  from: versionTextSchema.nullable().optional(),
  /** Why; kept on this machine, since no library has a place for it. */
  message: messageText.optional(),
  ...guardAnswer,
});
export type MoveLabelRequest = z.infer<typeof moveLabelSchema>;

export const deleteVersionSchema = z.strictObject({
  prompt: promptIdentitySchema,
  version: versionTextSchema,
  /** Of the text the person saw; another one under the number is left alone. */
  contentHash: hashSchema.optional(),
  message: messageText.optional(),
  ...guardAnswer,
});
export type DeleteVersionRequest = z.infer<typeof deleteVersionSchema>;
