import { type JsonValue, jsonValueSchema } from "@shared/domain/json/json.ts";
import { lazily } from "@shared/domain/late/lazily.ts";
import { templateItemSchema } from "@shared/domain/prompt/prompt.ts";
import * as z from "zod";

/**
 * What Langfuse answers, as far as Promptscope reads it. Unknown keys are let through: servers from v3 on add some
 * (`pagination`, `_deprecation`, `isActive`), and old ones lack some (`type` before 3.119, `commitMessage` before 3.19).
 */

const nodeSchema = lazily(() => z.looseObject({ id: z.string(), name: z.string(), version: z.number() }));

export const promptSchema = lazily(() =>
  z.looseObject({
    name: z.string(),
    version: z.number().int(),
    type: z.enum(["text", "chat"]).optional(),
    prompt: z.union([z.string(), z.array(templateItemSchema)]),
    config: jsonValueSchema.optional(),
    labels: z.array(z.string()).optional(),
    tags: z.array(z.string()).optional(),
    commitMessage: z.string().nullish(),
    createdAt: z.string().nullish(),
    updatedAt: z.string().nullish(),
    createdBy: z.string().nullish(),
    resolutionGraph: z
      .looseObject({ root: nodeSchema(), dependencies: z.record(z.string(), z.array(nodeSchema())) })
      .nullish(),
  }),
);
export type LangfusePrompt = z.infer<ReturnType<typeof promptSchema>>;

const rowSchema = lazily(() =>
  z.looseObject({
    name: z.string(),
    type: z.enum(["text", "chat"]).optional().catch(undefined),
    versions: z.array(z.number().int()),
    labels: z.array(z.string()).optional(),
    tags: z.array(z.string()).optional(),
    lastUpdatedAt: z.string().nullish(),
    lastConfig: jsonValueSchema.optional(),
  }),
);
export type LangfuseRow = z.infer<ReturnType<typeof rowSchema>>;

export const listSchema = lazily(() =>
  z.looseObject({
    data: z.array(rowSchema()),
    meta: z.looseObject({ totalItems: z.number().int(), totalPages: z.number().int() }).optional(),
  }),
);

export const projectsSchema = lazily(() =>
  z.looseObject({
    data: z.array(
      z.looseObject({
        id: z.string(),
        name: z.string(),
        organization: z.looseObject({ name: z.string() }).nullish(),
      }),
    ),
  }),
);

export const healthSchema = lazily(() => z.looseObject({ version: z.string() }));

const errorSchema = lazily(() => z.looseObject({ message: z.string().optional(), error: z.unknown().optional() }));
const issuesSchema = lazily(() =>
  z.array(z.looseObject({ message: z.string(), path: z.array(z.union([z.string(), z.number()])) })),
);

/** The server's own words out of an error body; `error` is a name, a text or a list of zod's issues. */
export function errorWords(body: JsonValue | undefined): string | undefined {
  const parsed = errorSchema().safeParse(body);
  if (!parsed.success) return undefined;
  const { message, error } = parsed.data;
  const issues = issuesSchema().safeParse(error);
  if (issues.success) {
    const words = issues.data.map(({ path, message: problem }) => `${path.join(".")}: ${problem}`).join("; ");
    return message === undefined ? words : `${message} (${words})`;
  }
  return message ?? (typeof error === "string" ? error : undefined);
}
