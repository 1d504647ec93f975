import { Agent, OpenAIProvider, Runner, tool } from "@openai/agents";
import { z } from "zod";
import { abortAfterFirst, citySchema, failureOf, question, sunny, toolDescription } from "./scenarios.mjs";

export async function open(baseURL) {
  const modelProvider = new OpenAIProvider({ apiKey: "sk-anything", baseURL, useResponses: false });
  const runner = new Runner({ modelProvider, tracingDisabled: true });
  const agentOf = (model, more = {}) => new Agent({ name: "asker", instructions: "Be brief.", model, ...more });
  const weather = tool({
    name: "weather",
    description: toolDescription,
    parameters: { ...citySchema },
    strict: true,
    execute: async () => sunny,
  });
  return {
    chat: async (model) => ({ text: (await runner.run(agentOf(model), question)).finalOutput }),
    async stream(model) {
      const answer = await runner.run(agentOf(model), question, { stream: true });
      let text = "";
      for await (const piece of answer.toTextStream()) text += piece;
      await answer.completed;
      return { text, total: answer.state.usage.totalTokens };
    },
    tools: async (model) => ({ text: (await runner.run(agentOf(model, { tools: [weather] }), question)).finalOutput }),
    async structured(model) {
      const agent = agentOf(model, { outputType: z.object({ city: z.string() }) });
      return (await runner.run(agent, question)).finalOutput;
    },
    error: (model) => failureOf(() => runner.run(agentOf(model), question)),
    abort: (model) =>
      abortAfterFirst(async (signal, got) => {
        const answer = await runner.run(agentOf(model), question, { stream: true, signal });
        for await (const piece of answer.toTextStream()) if (piece) got();
      }),
  };
}
