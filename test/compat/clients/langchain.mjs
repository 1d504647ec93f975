import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { ChatOpenAI } from "@langchain/openai";
import { abortAfterFirst, citySchema, failureOf, question, sunny, toolDescription } from "./scenarios.mjs";

export async function open(baseURL) {
  const chatOf = (model) =>
    new ChatOpenAI({ model, apiKey: "sk-anything", configuration: { baseURL }, maxRetries: 0, useResponsesApi: false });
  const tools = [
    { type: "function", function: { name: "weather", description: toolDescription, parameters: citySchema } },
  ];
  return {
    chat: async (model) => ({ text: (await chatOf(model).invoke(question)).text }),
    async stream(model) {
      let text = "";
      let total;
      for await (const chunk of await chatOf(model).stream(question)) {
        text += chunk.text;
        total = chunk.usage_metadata?.total_tokens ?? total;
      }
      return { text, total };
    },
    async tools(model) {
      const chat = chatOf(model).bindTools(tools);
      const asked = await chat.invoke([new HumanMessage(question)]);
      const result = new ToolMessage({ tool_call_id: asked.tool_calls[0].id, content: sunny });
      return { text: (await chat.invoke([new HumanMessage(question), asked, result])).text };
    },
    structured: (model) =>
      chatOf(model).withStructuredOutput(citySchema, { name: "place", method: "jsonSchema" }).invoke(question),
    error: (model) => failureOf(() => chatOf(model).invoke(question)),
    abort: (model) =>
      abortAfterFirst(async (signal, got) => {
        for await (const chunk of await chatOf(model).stream(question, { signal })) if (chunk.text) got();
      }),
  };
}
