import type { Api } from "../api.ts";
import { openAiBody, openAiRequest } from "../wire/openai-request.ts";
import { withServersSigns } from "../wire/refusal.ts";
import { wordsOf } from "../wire/words.ts";
import { read } from "./read.ts";

/** Body keys of OpenAI's completions besides `model` and `stream` (openai-node 7.57); `prompt` is one of them. */
const known: ReadonlySet<string> = new Set([
  "best_of",
  "echo",
  "frequency_penalty",
  "logit_bias",
  "logprobs",
  "max_tokens",
  "n",
  "presence_penalty",
  "prompt",
  "seed",
  "stop",
  "stream_options",
  "suffix",
  "temperature",
  "top_p",
  "user",
]);

/** OpenAI's completions of a text, which vLLM, Ollama and others answer too. */
export const completions: Api = {
  id: "completions",
  label: "Completions of a text",
  kind: "relayed",
  mode: "completion",
  parameters: { known, renames: {}, open: true, defaults: () => [] },
  build: (plan, endpoint) =>
    openAiRequest(plan, endpoint, { path: "/completions", modelIn: "path" }, openAiBody(plan, {})),
  read,
  readError: (refused) => withServersSigns(wordsOf(refused.body), refused),
};
