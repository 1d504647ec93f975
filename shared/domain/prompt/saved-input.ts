import * as z from "zod";
import { jsonObjectSchema } from "../json/json.ts";
import { placeholderValueSchema } from "../message/message.ts";
import { promptIdentitySchema } from "./prompt.ts";

/** Whose inputs: they belong to a prompt by name, whatever its version. */
export const inputOwnerSchema = promptIdentitySchema;
export type InputOwner = z.infer<typeof inputOwnerSchema>;

const values = {
  name: z.string().min(1).max(200),
  variables: jsonObjectSchema,
  placeholders: z.record(z.string(), placeholderValueSchema),
};

/** What a person saves; with the id of an earlier one it takes its place. */
export const inputToSaveSchema = z.strictObject({ id: z.string().min(1).max(100).optional(), ...values });
export type InputToSave = z.infer<typeof inputToSaveSchema>;

/** A named set of values to run a prompt with. */
export const savedInputSchema = z.strictObject({ id: z.string().min(1).max(100), ...values });
export type SavedInput = z.infer<typeof savedInputSchema>;

/** The exported file. */
export const savedInputFileSchema = z.strictObject({
  format: z.literal("promptscope-inputs"),
  version: z.literal(1),
  prompt: z.string(),
  inputs: z.array(z.strictObject(values)),
});
export type SavedInputFile = z.infer<typeof savedInputFileSchema>;
