import type { ModelFamily } from "./provider.ts";

/** Reasoning models, as LiteLLM 1.108.7 tells them (`llms/openai/chat/{o_series,gpt_5}_transformation.py`). */
export const openAiReasoning = /(^|\/)(o[1-9](?!-(mini|preview))|o[34]-mini|gpt-5(?!.*-chat))/;

const rename = { max_tokens: "max_completion_tokens" };
const sampling = ["temperature", "top_p", "presence_penalty", "frequency_penalty", "logprobs", "top_logprobs"];
const unless = { temperature: 1 };

/** Parameter rules of OpenAI's models: what the API answers with 400 is not sent. */
export const openAiFamilies: readonly ModelFamily[] = [
  { models: /(^|\/)gpt-5\.\d(?!.*-chat)/, rename, refuses: ["presence_penalty", "frequency_penalty", "stop"] },
  { models: /(^|\/)gpt-5(?!.*-chat)/, rename, refuses: [...sampling, "stop"], unless },
  { models: openAiReasoning, rename, refuses: [...sampling, "parallel_tool_calls"], unless },
];
