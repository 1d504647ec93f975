import * as z from "zod";

/**
 * What Langfuse 4.16 takes as a new version. Its own server validates with zod as well, so that the issues of a refusal
 * come out word for word (test/fixtures/langfuse/writing).
 */

const literals = [z.string(), z.number(), z.boolean()] as const;
const nestedJson: z.ZodType = z.lazy(() =>
  z.union([z.array(nestedJson), z.record(z.string(), nestedJson), z.union([...literals, z.null()])]),
);
const json = z.union([z.array(nestedJson), z.record(z.string(), nestedJson), z.union(literals)]);

const reserved = ["new", "metrics", "prompt-detail"];
const name = z
  .string()
  .trim()
  .min(1, "Enter a name")
  .regex(/^[^|]*$/, "Prompt name cannot contain '|' character")
  .regex(/^[^/]/, "Name cannot start with a slash")
  .regex(/^.*[^/]$/, "Name cannot end with a slash")
  .regex(/^(?!.*\/\/)/, "Name cannot contain consecutive slashes")
  .refine((text) => !/<[^<>]*>/.test(text), "Text cannot contain HTML tags")
  .superRefine((text, context) => {
    if (reserved.includes(text)) context.addIssue({ code: "custom", message: `Prompt name cannot be '${text}'` });
  });

const label = z
  .string()
  .min(1)
  .max(36)
  .regex(/^[a-z0-9_\-.]+$/, "Label must be lowercase alphanumeric with optional underscores, hyphens, or periods");

/** Keys that are not named here are dropped in silence. */
const message = z.object({ role: z.string(), content: z.string() });
const placeholder = z.object({
  type: z.literal("placeholder"),
  name: z
    .string()
    .regex(
      /^[a-zA-Z][a-zA-Z0-9_]*$/,
      "Placeholder name must start with a letter and contain only alphanumeric characters and underscores",
    ),
});

const common = {
  labels: z.array(label).default([]),
  config: json.nullish(),
  tags: z.array(z.string()).nullish(),
  commitMessage: z.string().max(500).nullish(),
};

export const newVersionSchema = z.union([
  z.object({ name, type: z.literal("text").optional(), prompt: z.string(), ...common }),
  z.object({ name, type: z.literal("chat"), prompt: z.array(z.union([message, placeholder])), ...common }),
]);
export type NewVersionInput = z.infer<typeof newVersionSchema>;

export const newLabelsSchema = z.object({
  newLabels: z
    .array(z.string())
    .refine((labels) => !labels.includes("latest"), "Label 'latest' is always assigned to the latest prompt version"),
});
