import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText, jsonSchema, Output, stepCountIs, streamText, tool } from "ai";
import { abortAfterFirst, citySchema, failureOf, question, sunny, toolDescription } from "./scenarios.mjs";

const providers = {
  /** What `openai("…")` gives unasked. */
  responses: (baseURL) => createOpenAI({ baseURL, apiKey: "sk-anything" }),
  anthropic: (baseURL) => createAnthropic({ baseURL, apiKey: "sk-anything" }),
  openai: (baseURL) => createOpenAI({ baseURL, apiKey: "sk-anything" }).chat,
  compatible: (baseURL) =>
    createOpenAICompatible({
      name: "gateway",
      baseURL,
      apiKey: "sk-anything",
      includeUsage: true,
      supportsStructuredOutputs: true,
    }),
};

export async function open(baseURL, variant) {
  const provider = providers[variant](baseURL);
  const thinking = {
    // It knows by OpenAI's names alone what reasons.
    openai: { forceReasoning: true, reasoningEffort: "low", reasoningSummary: "auto" },
    anthropic: { thinking: { type: "enabled", budgetTokens: 2048 } },
  };
  const thinks = (model) => ({ ...call(model), tools, stopWhen: stepCountIs(4), providerOptions: thinking });
  const call = (model) => ({ model: provider(model), prompt: question, maxRetries: 0 });
  const tools = {
    weather: tool({ description: toolDescription, inputSchema: jsonSchema(citySchema), execute: async () => sunny }),
  };
  return {
    chat: async (model) => ({ text: (await generateText(call(model))).text }),
    async stream(model) {
      const answer = streamText(call(model));
      let text = "";
      for await (const piece of answer.textStream) text += piece;
      return { text, total: (await answer.usage).totalTokens };
    },
    tools: async (model) => ({ text: (await generateText({ ...call(model), tools, stopWhen: stepCountIs(4) })).text }),
    thinks: async (model) => ({ text: (await generateText(thinks(model))).text }),
    thinks_streamed: async (model) => ({ text: await streamText(thinks(model)).text }),
    async structured(model) {
      const answer = await generateText({ ...call(model), output: Output.object({ schema: jsonSchema(citySchema) }) });
      return answer.output;
    },
    error: (model) => failureOf(() => generateText(call(model))),
    abort: (model) =>
      abortAfterFirst(async (abortSignal, got) => {
        for await (const piece of streamText({ ...call(model), abortSignal, onError() {} }).textStream)
          if (piece) got();
      }),
  };
}
