import type { Api } from "../api.ts";
import { openAiBody, openAiRequest } from "../wire/openai-request.ts";
import { withServersSigns } from "../wire/refusal.ts";
import { wordsOf } from "../wire/words.ts";
import { read } from "./read.ts";

/** Body keys of OpenAI's embeddings besides `model` (openai-node 7.57); `input` is one of them. */
const known: ReadonlySet<string> = new Set(["dimensions", "encoding_format", "input", "user"]);

/** OpenAI's embeddings. The vectors pass; what they cost is read. */
export const embeddings: Api = {
  id: "embeddings",
  kind: "relayed",
  mode: "embedding",
  parameters: { known, renames: {}, open: true, defaults: () => [] },
  build: (plan, endpoint) =>
    openAiRequest(plan, endpoint, { path: "/embeddings", modelIn: "path" }, openAiBody(plan, {})),
  read,
  readError: (refused) => withServersSigns(wordsOf(refused.body), refused),
};
