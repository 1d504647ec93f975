import OpenAI from "openai";
import { inParallel, reportSample } from "../sample.ts";
import { callConcurrency, callCount, messages, streamConcurrency, streamCount } from "./workload.ts";

/** The bare `openai` SDK: what a program without Promptscope would do. */
const [mode, baseURL] = process.argv.slice(2);
const client = new OpenAI({ apiKey: "bench-key-of-no-worth", baseURL, maxRetries: 0 });

async function call(): Promise<number> {
  const completion = await client.chat.completions.create({ model: "gpt-4o-mini", messages });
  return completion.choices[0]?.message.content?.length ?? 0;
}

async function stream(): Promise<number> {
  let length = 0;
  const chunks = await client.chat.completions.create({
    model: "gpt-4o-mini",
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });
  for await (const chunk of chunks) length += chunk.choices[0]?.delta.content?.length ?? 0;
  return length;
}

async function response(): Promise<number> {
  let length = 0;
  const events = await client.responses.create({ model: "gpt-4o-mini", input: messages, store: false, stream: true });
  for await (const event of events) length += event.type === "response.output_text.delta" ? event.delta.length : 0;
  return length;
}

const streamed = mode === "response" ? response : stream;
await (mode !== "call"
  ? reportSample(
      () => inParallel(streamCount, streamConcurrency, streamed),
      () => inParallel(8, 4, streamed),
    )
  : reportSample(
      () => inParallel(callCount, callConcurrency, call),
      () => inParallel(200, 16, call),
    ));
