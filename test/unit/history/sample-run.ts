import { emptyRequest } from "../../../shared/domain/run/empty-request.ts";
import { emptyOutput } from "../../../shared/domain/run/fold-events.ts";
import type { RunRecord } from "../../../shared/domain/run/run.ts";
import type { Exchange } from "../../../shared/domain/wire/wire.ts";

/** A finished run as the pipeline leaves it, with one streamed exchange. */
export function sampleRun(sequence: number, given: Partial<RunRecord> = {}): RunRecord {
  const text = `Answer number ${sequence}.`;
  return {
    id: `run-${sequence}`,
    sequence,
    startedAt: 1_790_000_000_000 + sequence * 1000,
    state: "finished",
    kind: "generate",
    request: {
      ...emptyRequest,
      prompt: { library: "demo", name: "support/answer", label: "production" },
      variables: { customer: `Customer ${sequence}` },
      model: "demo/sample-small",
      parameters: { temperature: 0.2 },
      stream: true,
    },
    compiled: {
      mode: "python",
      clientMessagesMode: "replace",
      messages: [
        { message: { role: "user", content: `Help customer ${sequence}` }, origin: { kind: "prompt", index: 0 } },
      ],
      missingVariables: [],
      unresolvedPlaceholders: [],
      unusedVariables: [],
      warnings: [],
    },
    exchanges: [sampleExchange(sequence)],
    output: { ...emptyOutput(), text, usage: { inputTokens: 12, outputTokens: 5 }, finishReason: "stop" },
    warnings: [],
    outcome: { kind: "completed", finishReason: "stop" },
    metrics: { totalMs: 812.5, ttftMs: 90, httpStatus: 200, usage: { inputTokens: 12, outputTokens: 5 }, attempts: 1 },
    ...given,
  };
}

/** The same run before its end. */
export function runningRun(sequence: number, given: Partial<RunRecord> = {}): RunRecord {
  const { outcome: _outcome, metrics: _metrics, ...rest } = sampleRun(sequence);
  return { ...rest, state: "running", exchanges: [], output: emptyOutput(), ...given };
}

export function sampleExchange(sequence: number): Exchange {
  const data = `{"choices":[{"delta":{"content":"Answer number ${sequence}."}}]}`;
  const body = `data: ${data}\n\ndata: [DONE]\n\n`;
  return {
    id: `exchange-${sequence}`,
    kind: "provider",
    attempt: 1,
    startedAt: 1_790_000_000_000 + sequence * 1000,
    request: {
      method: "POST",
      url: "http://127.0.0.1:4000/v1/chat/completions",
      headers: [
        { name: "content-type", value: ["application/json"] },
        {
          name: "authorization",
          value: ["Bearer ", { secret: "openai", variable: "OPENAI_API_KEY", hint: "sk-…4fQ2" }],
        },
      ],
      body: `{"model":"sample-small","messages":[{"role":"user","content":"Help customer ${sequence}"}]}`,
      bodyBytes: 80,
      bodySha256: "0".repeat(64),
    },
    response: {
      status: 200,
      statusText: "OK",
      httpVersion: "1.1",
      headers: [["content-type", "text/event-stream"]],
      body,
      bodyBytes: Buffer.byteLength(body),
      bodyTruncated: false,
    },
    frames: [
      { index: 0, at: 90.25, bytes: data.length, data },
      { index: 1, at: 800, bytes: 6, data: "[DONE]" },
    ],
    framesTruncated: false,
    timings: { reusedConnection: false, dns: 1, connect: 2, requestSent: 3, firstByte: 88, end: 801 },
  };
}
