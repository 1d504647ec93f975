import { OpenAI } from "@llamaindex/openai";
import { z } from "zod";
import { citySchema, failureOf, question, sunny, toolDescription } from "./scenarios.mjs";

// Its chat takes no signal: there is no abort to try.
export async function open(baseURL) {
  const llmOf = (model) => new OpenAI({ model, apiKey: "sk-anything", baseURL, maxRetries: 0, supportToolCall: true });
  const messages = [{ role: "user", content: question }];
  const tools = [
    { metadata: { name: "weather", description: toolDescription, parameters: citySchema }, call: () => sunny },
  ];
  return {
    chat: async (model) => ({ text: (await llmOf(model).chat({ messages })).message.content }),
    async stream(model) {
      let text = "";
      let total;
      const chat = llmOf(model);
      chat.additionalChatOptions = { stream_options: { include_usage: true } };
      for await (const chunk of await chat.chat({ messages, stream: true })) {
        text += chunk.delta;
        total = chunk.raw?.usage?.total_tokens ?? total;
      }
      return { text, total };
    },
    async tools(model) {
      const asked = await llmOf(model).chat({ messages, tools });
      const [call] = asked.message.options.toolCall;
      const result = {
        role: "user",
        content: sunny,
        options: { toolResult: { id: call.id, result: sunny, isError: false } },
      };
      return {
        text: (await llmOf(model).chat({ messages: [...messages, asked.message, result], tools })).message.content,
      };
    },
    async structured(model) {
      const answer = await llmOf(model).chat({ messages, responseFormat: z.object({ city: z.string() }) });
      return JSON.parse(answer.message.content);
    },
    error: (model) => failureOf(() => llmOf(model).chat({ messages })),
  };
}
