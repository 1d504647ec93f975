import { jsonObjectSchema, jsonValueSchema } from "@shared/domain/json/json.ts";
import { lazily } from "@shared/domain/late/lazily.ts";
import * as z from "zod";
import judgeTone from "./prompts/evals-judge-tone.json" with { type: "json" };
import movieCritic from "./prompts/movie-critic.json" with { type: "json" };
import releaseNotes from "./prompts/release-notes.json" with { type: "json" };
import sqlFromQuestion from "./prompts/sql-from-question.json" with { type: "json" };
import replyDraft from "./prompts/support-reply-draft.json" with { type: "json" };
import summariseThread from "./prompts/support-summarise-thread.json" with { type: "json" };
import triageTicket from "./prompts/support-triage-ticket.json" with { type: "json" };
import testChatPrompt from "./prompts/test-chat-prompt.json" with { type: "json" };

/** The bundled sample prompts: one file each, with all versions and values that make the first run work. */

const promptSchema = lazily(() => {
  const itemSchema = z.union([
    z.strictObject({ role: z.string(), content: z.string() }),
    z.strictObject({ type: z.literal("placeholder"), name: z.string() }),
  ]);

  const versionSchema = z.strictObject({
    version: z.number().int().positive(),
    createdAt: z.iso.datetime(),
    commitMessage: z.string(),
    labels: z.array(z.string()),
    config: jsonValueSchema,
    prompt: z.union([z.string(), z.array(itemSchema)]),
  });

  return z.strictObject({
    name: z.string(),
    type: z.enum(["text", "chat"]),
    tags: z.array(z.string()),
    /** Invented values; not a part of Langfuse's prompt. */
    sampleValues: z.strictObject({ variables: jsonObjectSchema, placeholders: jsonObjectSchema }),
    versions: z.array(versionSchema).min(1),
  });
});

export type DemoPrompt = z.infer<ReturnType<typeof promptSchema>>;
export type DemoVersion = DemoPrompt["versions"][number];

/** In order of their names, as Langfuse lists prompts; versions rise. */
export const demoLibrary: () => readonly DemoPrompt[] = lazily(() =>
  z
    .array(promptSchema())
    .parse([
      judgeTone,
      movieCritic,
      releaseNotes,
      sqlFromQuestion,
      replyDraft,
      summariseThread,
      triageTicket,
      testChatPrompt,
    ]),
);
