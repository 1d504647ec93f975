import * as z from "zod";
import { promptEditSchema, versionTextSchema } from "./prompt.ts";

/** An edit as it is handed over to be kept, with the hash of its base as stored. */
const editToKeepSchema = z.strictObject({
  edit: promptEditSchema,
  baseHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** What the base said when the edit began: a file that others change keeps no earlier texts, and versions may go. */
  baseText: promptEditSchema.omit({ base: true }).optional(),
  /** The newest version there was when the edit began; absent where that was not known. What is newer came since. */
  newestThen: versionTextSchema.optional(),
  /** The config as typed, where that is no JSON; `edit.config` is then the last one that was. */
  configText: z.string().max(20_000_000).optional(),
});
export type EditToKeep = z.infer<typeof editToKeepSchema>;

/** With the window it was typed in, so that what another one typed meanwhile is not lost. */
export const keepEditSchema = z.strictObject({
  ...editToKeepSchema.shape,
  window: z
    .strictObject({
      id: z.string().min(1).max(100),
      /** When the edit was kept that it knows of; null: it knows of none. */
      seen: z.number().int().nullable(),
    })
    .optional(),
});
export type KeepEdit = z.infer<typeof keepEditSchema>;

/** An edit on this machine. */
const keptEditSchema = z.strictObject({
  ...editToKeepSchema.shape,
  /** UTC milliseconds of the last change. */
  keptAt: z.number().int(),
});
export type KeptEdit = z.infer<typeof keptEditSchema>;

/** What is kept for one prompt: the edit, and the last one that was discarded. */
export const editStateSchema = z.strictObject({
  edit: keptEditSchema.nullable(),
  discarded: keptEditSchema.nullable(),
});
export type EditState = z.infer<typeof editStateSchema>;
