import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { completion } from "../../electron/hosts/package/completion.ts";
import { PromptscopeError } from "../../electron/hosts/package/promptscope-error.ts";
import type { CompletionOptions } from "../../electron/hosts/package/types.ts";
import { type LibraryBench, openLibraryBench } from "../conformance/package/open-package.ts";
import type { FakeAnswer } from "../fakes/provider/answers.ts";
import { drawn, runs } from "../prove-scale.ts";
import { type GeneratedCall, generatedCall } from "./generated-calls.ts";
import { knownDifferences } from "./known-differences.ts";
import { type LineProgram, startLineProgram } from "./line-program.ts";
import { type Difference, differencesOf, type SentRequest, sentRequest } from "./request-differences.ts";
import { spokenCalls } from "./spoken-calls.ts";

/**
 * The same generated calls through LiteLLM's SDK and through the package, before the same strict fakes: what each sends
 * and what its caller gets. A difference has a known reason (`known-differences.ts`) or fails.
 */
interface Outcome {
  sent: SentRequest | null;
  /** What the caller got; null when the call failed. */
  answer: { text: string; calls: JsonValue[]; finish: string | null } | null;
  error?: string;
}

const program = new URL("peers/litellm_calls.py", import.meta.url).pathname;

/** A call of LiteLLM's takes a second where two cores are busy. */
const patient = { timeout: 7_200_000 };

describe.each(["litellm", "litellm-newest"] as const)("calls beside %s", (environment) => {
  const python = inject("pythons")[environment];
  let bench: LibraryBench;
  let peer: LineProgram;

  beforeAll(async () => {
    if (python === "") return;
    bench = await openLibraryBench();
    bench.provider.takesMore({ fields: ["random_seed"] });
    peer = startLineProgram(python, [program]);
  });
  afterAll(async () => {
    if (python === "") return;
    await peer.close();
    await bench.close();
  });

  function argumentsOf({ call, prompt }: GeneratedCall, index: number): JsonObject {
    const isOf = (name: string) => call.model.replace("langfuse/", "").startsWith(`${name}/`);
    const { langfuse_host, langfuse_public_key, langfuse_secret } = bench.credentials;
    if (prompt) bench.langfuse.prompts.add({ ...prompt, name: `generated-${environment}-${index}` });
    const origin = isOf("anthropic") || isOf("azure");
    return {
      ...call,
      api_key: bench.credentials.api_key ?? "",
      api_base: origin ? bench.provider.origin : bench.provider.baseUrl("openai"),
      ...(isOf("azure") ? { api_version: "2024-10-21" } : {}),
      ...(prompt
        ? {
            prompt_id: `generated-${environment}-${index}`,
            langfuse_host: langfuse_host ?? "",
            langfuse_public_key: langfuse_public_key ?? "",
            langfuse_secret: langfuse_secret ?? "",
          }
        : {}),
    };
  }

  /** Asks and gives what was sent with it. */
  async function observe(ask: () => Promise<Pick<Outcome, "answer" | "error">>): Promise<Outcome> {
    const before = bench.provider.requests.length;
    const got = await ask();
    const [request] = bench.provider.requests.slice(before);
    return { sent: request === undefined ? null : sentRequest(request), ...got };
  }

  async function askPeer(given: JsonObject): Promise<Pick<Outcome, "answer" | "error">> {
    const { answer, error, message } = await peer.ask<{ answer?: Outcome["answer"]; error?: string; message?: string }>(
      given,
    );
    return { answer: answer ?? null, ...(error === undefined ? {} : { error: `${error}: ${message}` }) };
  }

  async function askOurs(given: JsonObject): Promise<Pick<Outcome, "answer" | "error">> {
    const options = { ...given, client_messages: "append" } as unknown as CompletionOptions;
    try {
      return { answer: given["stream"] === true ? await streamed(options) : await whole(options) };
    } catch (error) {
      if (!(error instanceof PromptscopeError)) throw error;
      return { answer: null, error: `${error.code}: ${error.message}` };
    }
  }

  it.skipIf(python === "")("a difference has a known reason", patient, async () => {
    // Newer versions are told apart from ours by fewer calls: the pinned one is the measure.
    const isPinned = environment === "litellm";
    const cases = [...fc.sample(generatedCall, drawn(isPinned ? 120 : 40)), ...spokenCalls(runs(isPinned ? 208 : 48))];
    const found = new Map<string, number>();
    const unknown: string[] = [];
    let equal = 0;
    for (const [index, generated] of cases.entries()) {
      const given = argumentsOf(generated, index);
      bench.provider.always({ kind: "answer", answer: answerTo(generated, index) });
      const theirs = await observe(() => askPeer(given));
      const ours = await observe(() => askOurs(given));
      const differences = compare(theirs, ours);
      if (differences.length === 0) equal += 1;
      for (const difference of differences) {
        const known = knownDifferences.find(({ explains }) => explains(difference, generated));
        if (known) found.set(known.reason, (found.get(known.reason) ?? 0) + 1);
        else unknown.push(describeUnknown(generated, difference));
      }
    }
    console.log(`${environment}: ${equal} of ${cases.length} calls are equal; differences by reason:`);
    for (const [reason, count] of [...found].sort(([, a], [, b]) => b - a))
      console.log(`${String(count).padStart(5)}  ${reason}`);
    expect([...new Set(unknown)].slice(0, 40)).toEqual([]);
  });
});

function compare(theirs: Outcome, ours: Outcome): Difference[] {
  if (theirs.sent === null || ours.sent === null) {
    if (theirs.sent === null && ours.sent === null) return [];
    return [{ at: "sent", theirs: theirs.sent?.path ?? theirs.error, ours: ours.sent?.path ?? ours.error }];
  }
  const requests = differencesOf({ ...theirs.sent }, { ...ours.sent });
  // What is answered to another request is no difference of reading.
  if (theirs.answer === null || ours.answer === null) {
    const same = theirs.answer === null && ours.answer === null;
    return same
      ? requests
      : [...requests, { at: "answer", theirs: theirs.error ?? "answered", ours: ours.error ?? "answered" }];
  }
  return [...requests, ...differencesOf({ ...readable(theirs.answer) }, { ...readable(ours.answer) }, "answer")];
}

function readable({ text, calls, finish }: NonNullable<Outcome["answer"]>): JsonObject {
  const parsed = calls.map((call) => {
    const { name, arguments: given } = call as { name: string; arguments: string };
    return { name, arguments: given === "" ? {} : (JSON.parse(given) as JsonValue) };
  });
  return { text, calls: parsed, finish };
}

function answerTo({ call }: GeneratedCall, index: number): FakeAnswer {
  if (call["tools"] !== undefined && index % 2 === 0) {
    return { toolCalls: [{ id: "call_7", name: "weather", arguments: '{"city":"Paris"}' }] };
  }
  return { text: call["response_format"] === undefined ? "Two words." : '{"city":"Paris"}' };
}

async function whole(options: CompletionOptions): Promise<NonNullable<Outcome["answer"]>> {
  const answer = await completion({ ...options, stream: false });
  const [choice] = answer.choices;
  const calls = (choice?.message.tool_calls ?? []).flatMap((call) =>
    call.type === "function" ? [{ ...call.function }] : [],
  );
  return { text: choice?.message.content ?? "", calls, finish: choice?.finish_reason ?? null };
}

async function streamed(options: CompletionOptions): Promise<NonNullable<Outcome["answer"]>> {
  const calls = new Map<number, { name: string; arguments: string }>();
  let text = "";
  let finish: string | null = null;
  for await (const chunk of await completion({ ...options, stream: true })) {
    for (const { delta, finish_reason: reason } of chunk.choices) {
      text += delta.content ?? "";
      finish = reason ?? finish;
      for (const { index, function: part } of delta.tool_calls ?? []) {
        const known = calls.get(index) ?? { name: "", arguments: "" };
        calls.set(index, {
          name: known.name || (part?.name ?? ""),
          arguments: known.arguments + (part?.arguments ?? ""),
        });
      }
    }
  }
  return { text, calls: [...calls.values()], finish };
}

function describeUnknown(generated: GeneratedCall, difference: Difference): string {
  const { model } = generated.call;
  return `${model}: ${difference.at}: LiteLLM ${JSON.stringify(difference.theirs)}, ours ${JSON.stringify(difference.ours)}`;
}
