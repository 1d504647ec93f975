import { createChunkWriter } from "@engine/gateway/forms/chat/chunks.ts";
import { toCompletion } from "@engine/gateway/forms/chat/completion.ts";
import { builtInProviders } from "@engine/providers/registry.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { turnPartsKey } from "@shared/domain/message/output-part.ts";
import { isContentEvent } from "@shared/domain/run/content-event.ts";
import { partsOf } from "@shared/domain/run/output-parts.ts";
import type { PlannedParameter } from "@shared/domain/run/request-plan.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type FakeProvider, startFakeProvider } from "../../fakes/provider/fake-provider.ts";
import { encryptedThought } from "../../fakes/provider/response-answers.ts";
import { planFor, runPlan } from "../../fakes/provider/run-plan.ts";

let fake: FakeProvider;
beforeEach(async () => {
  fake = await startFakeProvider();
});
afterEach(() => fake.close());

const given = (values: JsonObject): PlannedParameter[] =>
  Object.entries(values).map(([key, value]) => ({ key, value, source: "call", sent: true }));
const parameters = given({
  tools: [{ type: "function", function: { name: "w", parameters: {} } }],
  thinking: { type: "enabled", budget_tokens: 1024 },
});
const head = () => ({ id: "c", created: 1, model: "m" });

// Dropped from an answer or from the history, Claude refuses the second turn of every tool loop that thinks.
it.each([true, false])("signed thoughts of Claude come and go back in LiteLLM's form; streamed: %s", async (stream) => {
  const provider = builtInProviders.find("anthropic");
  if (!provider) throw new Error("no Anthropic");
  const ask = (messages: Message[]) =>
    runPlan(
      provider,
      planFor(provider, {
        baseUrl: fake.baseUrl("anthropic"),
        model: "claude-sonnet-4-5",
        messages,
        parameters,
        stream,
      }),
    );
  fake.next({
    kind: "answer",
    answer: {
      reasoning: "let me see",
      toolCalls: [{ id: "c1", name: "w", arguments: "{}" }],
      finishReason: "tool_calls",
    },
  });
  const question: Message = { role: "user", content: "w?" };
  const first = await ask([question]);
  const message = toCompletion(head(), first.output).choices[0]?.message;
  expect(message?.thinking_blocks).toMatchObject([{ type: "thinking", thinking: "let me see" }]);

  const writer = createChunkWriter(head, { includeUsage: false });
  const chunks = first.events.flatMap((event) => (isContentEvent(event) ? writer.write(event) : []));
  const pieces = chunks.flatMap(({ choices }) => choices[0]?.delta.thinking_blocks ?? []);
  expect(pieces).toEqual(message?.thinking_blocks);

  const second = await ask([
    question,
    { ...message } as Message,
    { role: "tool", tool_call_id: "c1", content: "rain" },
  ]);
  expect(second.outcome.kind).toBe("completed");
});

// A turn without its thought, or with one whose encrypted text was lost, is refused where the provider keeps nothing.
it.each([true, false])(
  "encrypted thoughts of the Responses API go back with their calls; streamed: %s",
  async (stream) => {
    const openai = builtInProviders.find("openai");
    const responses = openai?.apis.find(({ id }) => id === "responses");
    if (!openai || !responses) throw new Error("OpenAI does not speak the Responses API.");
    const ask = (messages: Message[]) =>
      runPlan(
        { ...openai, apis: [responses] },
        planFor(
          { ...openai, apis: [responses] },
          {
            baseUrl: fake.baseUrl("responses"),
            model: "gpt-5.2",
            messages,
            parameters: given({ tools: [{ type: "function", function: { name: "w", parameters: {} } }] }),
            stream,
          },
        ),
      );
    const toolCalls = [{ id: "c1", name: "w", arguments: "{}" }];
    fake.next({ kind: "answer", answer: { reasoning: "let me see", text: "I look.", toolCalls } });
    const question: Message = { role: "user", content: "w?" };
    const { output, outcome } = await ask([question]);
    expect([outcome, output.reasoning]).toEqual([{ kind: "completed", finishReason: "tool_calls" }, "let me see"]);
    const turn = {
      role: "assistant",
      content: output.text,
      tool_calls: output.toolCalls,
      [turnPartsKey]: partsOf(output),
    };
    const second = await ask([question, turn, { role: "tool", tool_call_id: "c1", content: "rain" }]);
    expect(second.outcome.kind).toBe("completed");
    expect((await fake.request(1)).json()["input"]).toEqual([
      question,
      {
        id: "rs_fake",
        type: "reasoning",
        summary: [{ type: "summary_text", text: "let me see" }],
        encrypted_content: encryptedThought,
      },
      {
        type: "message",
        role: "assistant",
        id: "msg_fake",
        status: "completed",
        content: [{ type: "output_text", text: "I look.", annotations: [] }],
      },
      { type: "function_call", call_id: "c1", name: "w", arguments: "{}", id: "fc_fake_0" },
      { type: "function_call_output", call_id: "c1", output: "rain" },
    ]);
  },
);
