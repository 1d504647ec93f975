import { Agent, OpenAIProvider, Runner, tool } from "@openai/agents";
import { z } from "zod";
import { abortAfterFirst, citySchema, failureOf, question, sunny, toolDescription } from "./scenarios.mjs";

/** @param variant `chat` for chat completions, else Responses, the SDK's own choice. */
export async function open(baseURL, variant) {
  const chat = variant === "chat" ? { useResponses: false } : {};
  const modelProvider = new OpenAIProvider({ apiKey: "sk-anything", baseURL, ...chat });
  const runner = new Runner({ modelProvider, tracingDisabled: true });
  const agentOf = (model, more = {}) => new Agent({ name: "asker", instructions: "Be brief.", model, ...more });
  const weather = tool({
    name: "weather",
    description: toolDescription,
    parameters: { ...citySchema },
    strict: true,
    execute: async () => sunny,
  });
  const thinker = (model) =>
    agentOf(model, { tools: [weather], modelSettings: { reasoning: { effort: "low", summary: "auto" } } });
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
    thinks: async (model) => ({ text: (await runner.run(thinker(model), question)).finalOutput }),
    async thinks_streamed(model) {
      const answer = await runner.run(thinker(model), question, { stream: true });
      await answer.completed;
      return { text: answer.finalOutput };
    },
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
