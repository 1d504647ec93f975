import type { CodeExport } from "@shared/domain/code/export-input.ts";
import { toPowerShell } from "@shared/domain/code/powershell.ts";
import { toLiteLlmPython, toOpenAiPython } from "@shared/domain/code/python.ts";
import { toRawHttp } from "@shared/domain/code/raw-http.ts";
import { toOpenAiTypeScript } from "@shared/domain/code/typescript.ts";
import { toHar } from "@shared/domain/export/har.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { toCurl } from "@shared/domain/wire/wire-curl.ts";

/** What is written out: an exchange, and the plan that made its request. Langfuse's have none. */
export interface CodeInput {
  exchange: Exchange;
  plan: RequestPlan | undefined;
}

/** A form a request can be taken away in. */
export interface CodeForm {
  id: string;
  label: string;
  write(input: CodeInput): CodeExport;
}

const noPlan: CodeExport = { unavailable: "Only a request to a model can be written as a program of its own." };

/** The form of a writer that needs a plan. */
function planned(write: (input: { wire: Exchange["request"]; plan: RequestPlan }) => CodeExport): CodeForm["write"] {
  return ({ exchange, plan }) => (plan ? write({ wire: exchange.request, plan }) : noPlan);
}

export const codeForms: readonly CodeForm[] = [
  { id: "curl", label: "curl (bash)", write: ({ exchange }) => ({ code: toCurl(exchange.request) }) },
  { id: "powershell", label: "curl (PowerShell)", write: planned(toPowerShell) },
  { id: "openai", label: "Python, openai", write: planned(toOpenAiPython) },
  { id: "litellm", label: "Python, litellm", write: planned(toLiteLlmPython) },
  { id: "typescript", label: "TypeScript, openai", write: planned(toOpenAiTypeScript) },
  { id: "http", label: "Raw HTTP", write: planned(toRawHttp) },
  { id: "har", label: "HAR 1.2", write: ({ exchange }) => ({ code: JSON.stringify(toHar([exchange]), null, 2) }) },
];
