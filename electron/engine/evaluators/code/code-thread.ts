import { parentPort } from "node:worker_threads";
import variant from "@jitl/quickjs-singlefile-mjs-release-sync";
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSWASMModule,
} from "quickjs-emscripten-core";
import { harness } from "./code-harness.ts";

/*
 * The thread that runs code of others in QuickJS: an engine of its own in WebAssembly, which has no network, no file, no
 * clock but its own and nothing of Node. Each call has a runtime of its own, so that none leaves anything to the next.
 * From source it is run by node itself, so what it loads it imports by relative paths.
 */

/** What code is given: an answer, what the row has, and what else is known of the call. */
export interface CodeInput {
  /** The answer's text, or what a change before it made of it. */
  output: unknown;
  expected: unknown;
  vars: unknown;
  context: unknown;
}

export interface CodeRequest {
  code: string;
  /** What a module exports; its default where it is absent. */
  entry?: string;
  input: CodeInput;
  limits: { ms: number; bytes: number; result: number };
}

/** `json`: what it gave, with its type; `problem`: why it gave nothing, in words for a person. */
export type CodeReply =
  | { json: string }
  | { problem: string /** The thread is not to be used again. */; isSpent: boolean };

const esModule = /^[ \t]*export\s+(?:default\b|(?:async\s+)?function\b|const\b|let\b|\{)/m;
const commonJs = /\b(?:module\s*\.\s*exports|exports\s*\.\s*\w+)\s*=/;

function formOf(code: string): "text" | "module" | "commonjs" {
  if (esModule.test(code)) return "module";
  return commonJs.test(code) ? "commonjs" : "text";
}

/** What this thread has computed, in milliseconds: on a busy machine code is not to blame for waiting. */
function timeUsed(): number {
  // Node 22 has only the time that goes by.
  if (typeof process.threadCpuUsage !== "function") return performance.now();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function run(quickjs: QuickJSWASMModule, { code, entry = "", input, limits }: CodeRequest): CodeReply {
  const end = timeUsed() + limits.ms;
  let isLate = false;
  const runtime = quickjs.newRuntime({ memoryLimitBytes: limits.bytes, maxStackSizeBytes: 256 * 1024 });
  runtime.setInterruptHandler(() => {
    isLate ||= timeUsed() > end;
    return isLate;
  });
  const vm = runtime.newContext();
  const late = { problem: `It takes longer than ${limits.ms / 1_000} s and was given up.`, isSpent: true };
  const failed = (error: QuickJSHandle): CodeReply => (isLate ? late : { problem: wordsOf(vm, error), isSpent: false });

  const begin = vm.unwrapResult(vm.evalCode(harness, "harness.js"));
  const form = formOf(code);
  let exported = vm.undefined;
  if (form === "module") {
    const loaded = vm.evalCode(code, "code.js", { type: "module" });
    if (loaded.error) return failed(loaded.error);
    exported = loaded.value;
  }
  const given = [form, code, entry, JSON.stringify(input)].map((text) => vm.newString(text));
  const called = vm.callFunction(begin, vm.undefined, ...given, exported);
  if (called.error) return failed(called.error);
  const jobs = runtime.executePendingJobs();
  if (isLate) return late;
  if (jobs.error) return failed(jobs.error);
  const state = vm.getPromiseState(called.value);
  if (state.type === "pending") return { problem: "It waits for something that never comes.", isSpent: false };
  if (state.type === "rejected") return failed(state.error);
  const json = vm.getString(state.value);
  if (json.length > limits.result) return { problem: "What it gives is too long.", isSpent: true };
  return { json };
}

/** An error as its own words, whatever was thrown. */
function wordsOf(vm: QuickJSContext, error: QuickJSHandle): string {
  const thrown: unknown = vm.dump(error);
  if (typeof thrown !== "object" || thrown === null) return `It failed: ${String(thrown).slice(0, 300)}`;
  const { name, message } = thrown as { name?: unknown; message?: unknown };
  if (message === "out of memory") return "It takes more memory than it may have.";
  if (message === "Maximum call stack size exceeded" || message === "stack overflow")
    return "It calls itself too deeply.";
  return `It failed: ${[name, message]
    .filter((part) => typeof part === "string" && part !== "")
    .join(": ")
    .slice(0, 300)}`;
}

const quickjs = await newQuickJSWASMModuleFromVariant(variant);
parentPort?.on("message", (request: CodeRequest) => {
  let reply: CodeReply;
  try {
    reply = run(quickjs, request);
  } catch (error) {
    // Beyond the stack or the memory of WebAssembly itself.
    const message = error instanceof Error ? error.message : String(error);
    reply = { problem: `It failed: ${message.slice(0, 300)}`, isSpent: true };
  }
  parentPort?.postMessage(reply);
});
parentPort?.postMessage("ready");
