import type { Api } from "../api.ts";
import { openAiBody, openAiRequest } from "../wire/openai-request.ts";
import { withServersSigns } from "../wire/refusal.ts";
import { wordsOf } from "../wire/words.ts";
import { read } from "./read.ts";

/** Body keys of OpenAI's embeddings besides `model` (openai-node 7.57); `input` is one of them. */
const known: ReadonlySet<string> = new Set(["dimensions", "encoding_format", "input", "user"]);

/** OpenAI's embeddings, which many servers answer. What a client of the gateway wrote has its `input` among the parameters. */
export const embeddings: Api = {
  id: "embeddings",
  label: "Embeddings",
  kind: "embed",
  mode: "embedding",
  parameters: { known, renames: {}, open: true, defaults: () => [] },
  build: (plan, endpoint) =>
    openAiRequest(
      plan,
      endpoint,
      { path: "/embeddings", modelIn: "path" },
      openAiBody(plan, plan.input === undefined ? {} : { input: [...plan.input] }),
    ),
  read,
  readError: (refused) => withServersSigns(wordsOf(refused.body), refused),
};
