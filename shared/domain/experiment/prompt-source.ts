import * as z from "zod";
import { isJsonObject } from "../json/is-json-object.ts";
import { jsonObjectSchema } from "../json/json.ts";
import { lazily } from "../late/lazily.ts";
import type { PromptRef, RunPrompt } from "../prompt/prompt.ts";
import { templateItemSchema } from "../prompt/prompt.ts";

const libraryName = z.string().min(1).max(1_000);

/** Libraries by the key that says where a prompt lies: `{ langfuse: support/reply }`. */
export const promptLibraryKeys = ["langfuse", "local", "demo"] as const;
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

/** The prompt of a library that is meant; undefined where the text stands in a file or in place. */
export function refOfSource(source: PromptSource): PromptRef | undefined {
  const library = promptLibraryKeys.find((key) => source[key] !== undefined);
  const name = library && source[library];
  if (library === undefined || name === undefined) return undefined;
  const { version, label, connection } = source;
  return {
    library,
    name,
    ...(version === undefined ? {} : { version: String(version) }),
    ...(label === undefined ? {} : { label }),
    ...(connection === undefined ? {} : { connection }),
  };
}

/**
 * How a file says where the prompt of a run lies; an edit stands in place. Undefined for a library that files cannot name.
 */
export function sourceOfPrompt(prompt: RunPrompt): PromptSource | undefined {
  if ("base" in prompt) {
    const config = isJsonObject(prompt.config) ? { config: prompt.config } : {};
    return typeof prompt.prompt === "string"
      ? { text: prompt.prompt, ...config }
      : { messages: prompt.prompt, ...config };
  }
  const { library, name, version, label, connection } = prompt;
  const key = promptLibraryKeys.find((one) => one === library);
  if (key === undefined) return undefined;
  return {
    [key]: name,
    ...(version === undefined ? (label === undefined ? {} : { label }) : { version }),
    ...(connection === undefined ? {} : { connection }),
  };
}
