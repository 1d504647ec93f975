import * as z from "zod";
import { jsonObjectSchema, jsonValueSchema } from "./json.ts";
import { promptRefSchema } from "./prompt.ts";

export { emptyDraft } from "./empty-draft.ts";

/** One column of the playground as it is set up: what a person would hate to type again. */
export const variantDraftSchema = z.strictObject({
  id: z.string().min(1).max(100),
  modelOverride: z.string().min(1).max(500).nullable(),
  /** Every parameter ever touched, with its value; `on` says whether it is sent. */
  parameters: z.record(z.string(), z.strictObject({ value: jsonValueSchema, on: z.boolean() })),
});
export type VariantDraft = z.infer<typeof variantDraftSchema>;

/** What survives a restart and a kill: the open prompt, every prompt's values, the variants and the layout. */
export const draftSchema = z.strictObject({
  openPrompt: promptRefSchema.nullable(),
  /** Values by `source:name`; they stay when the version or the model changes. */
  values: z.record(z.string(), z.strictObject({ variables: jsonObjectSchema, placeholders: jsonObjectSchema })),
  variants: z.array(variantDraftSchema).min(1).max(12),
  /** Panel sizes in pixels and open/closed states by name. */
  layout: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])),
});
export type Draft = z.infer<typeof draftSchema>;
