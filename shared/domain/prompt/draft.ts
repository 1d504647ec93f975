import * as z from "zod";
import { jsonObjectSchema, jsonValueSchema } from "../json/json.ts";
import { messageListSchema } from "../message/message.ts";
import { betaPattern } from "../text/beta-names.ts";
import { promptRefSchema } from "./prompt.ts";
import { keptValuesVersion } from "./upgrade-kept-values.ts";

export { emptyDraft } from "./empty-draft.ts";

/** Keys of records by prompt are those of `promptKey`: what is kept for a prompt holds for all its versions. */
const byPrompt = z.string();

const promptValuesSchema = z.strictObject({ variables: jsonObjectSchema, placeholders: jsonObjectSchema });

/** What follows the compiled messages of a variant. */
const conversationDraftSchema = z.strictObject({
  /** Sent after the compiled messages: answers, further turns, mocked results of tools. */
  messages: messageListSchema,
  /** Typed for the next turn and not part of any request yet. Images are data: or web addresses. */
  next: z.strictObject({ text: z.string(), images: z.array(z.string()) }),
});
export type ConversationDraft = z.infer<typeof conversationDraftSchema>;

/** What is chosen over the config of the open prompt. */
const choice = {
  modelOverride: z.string().min(1).max(500).nullable(),
  /** The API it is asked in; absent: what the model demands, else its provider's usual one. */
  api: z.string().min(1).max(100).optional(),
  /** Features that a header names. */
  betas: z.array(z.string().regex(betaPattern)).max(50).optional(),
  /** Every parameter ever touched, with its value; `on` says whether it is sent. */
  parameters: z.record(z.string(), z.strictObject({ value: jsonValueSchema, on: z.boolean() })),
};

/** One column of the playground as it is set up: what a person would hate to type again. */
const variantDraftSchema = z.strictObject({
  id: z.string().min(1).max(100),
  /** A name of its own; without one a variant is called by its place: A, B, C. */
  name: z.string().min(1).max(100).optional(),
  ...choice,
  /** What was chosen for prompts that are not open now. */
  chosen: z.record(byPrompt, z.strictObject(choice)).optional(),
  /** The runs shown last for a prompt, one for each repetition. */
  answers: z.record(byPrompt, z.array(z.string().min(1).max(100)).max(100)).optional(),
  /** Pixels; without it the variant shares the room with the others. */
  width: z.number().int().min(300).max(4000).optional(),
  /** Version or label it keeps to whatever the prompt panel shows. */
  pins: z.record(byPrompt, promptRefSchema.pick({ version: true, label: true })).optional(),
  /** Values in place of the shared ones; a prompt in here is unlinked. */
  values: z.record(byPrompt, promptValuesSchema).optional(),
  conversations: z.record(byPrompt, conversationDraftSchema).optional(),
});
export type VariantDraft = z.infer<typeof variantDraftSchema>;

/** What survives a restart and a kill: the open prompt, every prompt's values, the variants and the layout. */
export const draftSchema = z.strictObject({
  openPrompt: promptRefSchema.nullable(),
  /** What was open last, by library and connection. */
  lastOpened: z.record(z.string(), promptRefSchema).optional(),
  /** Values shared by the variants; they stay when the version or the model changes. */
  values: z.record(byPrompt, promptValuesSchema),
  variants: z.array(variantDraftSchema).min(1).max(12),
  /** Panel sizes in pixels and open/closed states by name. */
  layout: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])),
});
export type Draft = z.infer<typeof draftSchema>;

/** The draft as `draft.json` has it. */
export const storedDraftSchema = z.strictObject({ version: z.literal(keptValuesVersion), draft: draftSchema });
export type StoredDraft = z.infer<typeof storedDraftSchema>;
