import * as z from "zod";
import type { EditSummary, LabelMoveRecord } from "../domain/prompt/edit-summary.ts";
import { type GuardRule, guardRuleSchema } from "../domain/prompt/guard-rule.ts";
import { type EditState, keepEditSchema } from "../domain/prompt/kept-edit.ts";
import {
  type PortablePrompt,
  type PutInCheck,
  type PutInOutcome,
  putInSchema,
} from "../domain/prompt/portable-prompt.ts";
import { promptIdentitySchema, versionTextSchema } from "../domain/prompt/prompt.ts";
import { deleteVersionSchema, moveLabelSchema, removePromptSchema, saveRequestSchema } from "../domain/prompt/save.ts";
import type {
  DeleteCheck,
  DeleteVersionOutcome,
  MetByEdit,
  MoveLabelOutcome,
  RemoveOutcome,
  SaveCheck,
  SaveOutcome,
  WithExchanges,
} from "../domain/prompt/save-outcome.ts";
import { command, query } from "./define.ts";

const ofPrompt = z.strictObject({ prompt: promptIdentitySchema });
const place = promptIdentitySchema.pick({ library: true, connection: true });

/** Edits, and what is written of them. What a library does not take is an outcome; each tells its requests. */
export const writingRoutes = {
  /** Which prompts have an edit. */
  "edits.list": query<EditSummary[]>()(z.strictObject({})),
  "edits.get": query<EditState>()(ofPrompt),
  /** Answers when the edit is on the disk. `overtook`: another window's edit, unseen by this one, was put aside for it. */
  "edits.keep": command<{ keptAt: number; overtook?: true }>()(keepEditSchema),
  "edits.discard": command<EditState>()(ofPrompt),
  /** Undoes the last discard. */
  "edits.restore": command<EditState>()(ofPrompt),

  /** What saving would do and meet; changes nothing. */
  "prompts.checkSave": query<SaveCheck>()(saveRequestSchema),
  /** Whether somebody else saved since an edit began; changes nothing. */
  "prompts.meet": query<MetByEdit>()(saveRequestSchema),
  "prompts.save": command<WithExchanges<SaveOutcome>>()(saveRequestSchema),
  "prompts.moveLabel": command<WithExchanges<MoveLabelOutcome>>()(moveLabelSchema),
  /** Labels that were moved from here, newest first. */
  "prompts.labelMoves": query<LabelMoveRecord[]>()(ofPrompt),
  /** What taking a version away would do and break. */
  "prompts.checkDelete": query<DeleteCheck>()(
    z.strictObject({ prompt: promptIdentitySchema, version: versionTextSchema }),
  ),
  "prompts.deleteVersion": command<WithExchanges<DeleteVersionOutcome>>()(deleteVersionSchema),

  /** Takes a prompt away whole, where the library can. */
  "prompts.remove": command<RemoveOutcome>()(removePromptSchema),

  /** A prompt with all its versions, or one of them, to be put into another library or a file. */
  "prompts.takeOut": query<PortablePrompt>()(
    z.strictObject({ prompt: promptIdentitySchema, version: versionTextSchema.optional() }),
  ),
  /** What putting a prompt in would do and lose; changes nothing. */
  "prompts.checkPutIn": query<PutInCheck>()(putInSchema),
  "prompts.putIn": command<WithExchanges<PutInOutcome>>()(putInSchema),

  /** What a project asks for before `production` moves. */
  "guard.get": query<{ rule: GuardRule }>()(place),
  "guard.set": command<{ rule: GuardRule }>()(z.strictObject({ place, rule: guardRuleSchema })),
} as const;
