import type { Api } from "./api.ts";
import { chatCompletions } from "./chat-completions/api.ts";
import { messages } from "./messages/api.ts";

/** Every API: a new one is a folder and a line here; the providers that speak it name it. */
export const apis = { chatCompletions, messages } satisfies Record<string, Api>;
