import type { Api } from "./api.ts";
import { chatCompletions } from "./chat-completions/api.ts";
import { completions } from "./completions/api.ts";
import { embeddings } from "./embeddings/api.ts";
import { messages } from "./messages/api.ts";
import { responses } from "./responses/api.ts";

/** Every API: a new one is a folder and a line here; the providers that speak it name it. */
export const apis = { chatCompletions, messages, responses, completions, embeddings } satisfies Record<string, Api>;

/** What servers of OpenAI's form speak: chats, and what is relayed for clients of the gateway. */
export const openAiApis = [chatCompletions, completions, embeddings] as const;
