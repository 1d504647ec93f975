import { compilePrompt } from "@engine/pipeline/compile-prompt.ts";
import { ChatPromptClient } from "@langfuse/client";
import type { CompileMode } from "@shared/domain/prompt/compiled.ts";
import type { TemplateItem } from "@shared/domain/prompt/prompt.ts";
import { reportSample } from "../sample.ts";

/** 2 KB in two messages with six variables (`README.md#the-template`). */
const [variant] = process.argv.slice(2);
const filler = "Keep the answer short, name the order and the next step, and never promise a date. ".repeat(11);
const items: TemplateItem[] = [
  { role: "system", content: `You help {{company}} in a {{tone}} tone. ${filler} Sign as {{signature}}.` },
  { role: "user", content: `{{customer}} writes about {{order}}: {{question}} ${filler}` },
];
const variables = {
  company: "Acme",
  tone: "warm",
  signature: "Acme Support",
  customer: "Ayşe",
  order: "88213",
  question: "Where is my refund?",
};
const repetitions = 50_000;

const official = new ChatPromptClient({
  name: "bench",
  version: 1,
  type: "chat",
  config: {},
  labels: [],
  tags: [],
  prompt: items.map((item) => ({ type: "chatmessage" as const, ...item })),
} as ConstructorParameters<typeof ChatPromptClient>[0]);

function compileOfficial(): number {
  const messages = official.compile(variables) as { content: string }[];
  return messages.reduce((sum, { content }) => sum + content.length, 0);
}

function compileOurs(mode: CompileMode): number {
  const { messages } = compilePrompt({
    prompt: { type: "chat", prompt: items },
    variables,
    placeholders: {},
    mode,
    clientMessages: [],
    clientMessagesMode: "replace",
  });
  return messages.reduce((sum, { message }) => sum + (message.content?.length ?? 0), 0);
}

const compile = variant === "official" ? compileOfficial : () => compileOurs(variant === "js" ? "js" : "python");
const repeat = (times: number) => {
  let length = 0;
  for (let index = 0; index < times; index++) length += compile();
  return length;
};
await reportSample(
  async () => repeat(repetitions),
  async () => repeat(5_000),
);
