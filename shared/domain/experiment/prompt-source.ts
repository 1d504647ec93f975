import * as z from "zod";
import { jsonObjectSchema } from "../json/json.ts";
import { lazily } from "../late/lazily.ts";
import { templateItemSchema } from "../prompt/prompt.ts";
import { promptLibraryKeys } from "./source-of-prompt.ts";

const libraryName = z.string().min(1).max(1_000);

type LibraryKey = (typeof promptLibraryKeys)[number];
const libraryKeys = Object.fromEntries(promptLibraryKeys.map((key) => [key, libraryName.optional()])) as Record<
  LibraryKey,
  z.ZodOptional<z.ZodString>
>;

/** Where the text of a variant is: in a library under its name, in a file, or in place. */
export const promptSourceSchema = lazily(() =>
  z
    .strictObject({
      ...libraryKeys,
      file: z.string().min(1).max(1_000).optional(),
      text: z.string().max(20_000_000).optional(),
      messages: z.array(templateItemSchema).max(10_000).optional(),
      /** None: a column of answers that are there already, which are scored without a call. */
      answers: z.string().min(1).max(1_000).optional(),
      config: jsonObjectSchema.optional(),
      version: z.union([z.string().min(1).max(200), z.number().int().positive()]).optional(),
      label: z.string().min(1).max(100).optional(),
      /** Which of several Langfuse projects. */
      connection: z.string().min(1).max(200).optional(),
    })
    .refine((given) => promptSources(given).length === 1, {
      message: "is one of langfuse, local, demo, file, text, messages or answers",
    })
    .refine(({ version, label }) => version === undefined || label === undefined, {
      message: "has a version or a label, not both",
    }),
);
export type PromptSource = z.infer<ReturnType<typeof promptSourceSchema>>;

function promptSources(given: Record<string, unknown>): string[] {
  return [...promptLibraryKeys, "file", "text", "messages", "answers"].filter((key) => given[key] !== undefined);
}
