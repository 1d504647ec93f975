import { importPrompt } from "@shared/domain/import/import-prompt.ts";
import type { ImportNote, ImportOutcome, PastedForm, PastedRequest } from "@shared/domain/import/imported-prompt.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import type { PromptContent } from "@shared/domain/prompt/prompt.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { blankContent, type NewPromptSource } from "../../stores/prompts/new-prompt.ts";
import { promptOfRun } from "./prompt-of-run.ts";

/** What a new prompt will say. */
export interface BegunContent {
  content: PromptContent;
  values: JsonObject;
  notes: ImportNote[];
  /** What the pasted text was recognised as; absent for a prompt from nothing or a run. */
  recognised?: string;
}

/** The content, or the reason why there is none yet. */
export type Begun = BegunContent | { reason: string };

interface Begin {
  source: NewPromptSource;
  type: PromptContent["type"];
  pasted: string;
  run: RunRecord | null;
}

/** @returns the content a choice stands for. */
export function begunContent({ source, type, pasted, run }: Begin): Begun {
  if (source === "nothing") return { content: blankContent(type), values: {}, notes: [] };
  if (source === "paste") {
    if (pasted.trim() === "") return { reason: "Paste a request and see here what becomes of it." };
    return fromOutcome(importPrompt(pasted), true);
  }
  return run ? fromOutcome(promptOfRun(run), false) : { reason: "No run is open in the playground." };
}

function fromOutcome(outcome: ImportOutcome, isPasted: boolean): Begun {
  if (outcome.kind === "nothing") return { reason: outcome.message };
  const { type, prompt, config, values, notes, form, request } = outcome.prompt;
  const recognised = isPasted ? { recognised: recognisedAs(form, request) } : {};
  return { content: { type, prompt, config }, values, notes, ...recognised };
}

const forms: Record<PastedForm, string> = {
  json: "JSON",
  curl: "curl command",
  powershell: "PowerShell",
  http: "HTTP request",
  python: "Python",
  typescript: "TypeScript",
  text: "Plain text",
};
const requests: Record<PastedRequest, string> = {
  "openai-chat": "OpenAI chat completion",
  "openai-responses": "OpenAI response",
  "anthropic-messages": "Anthropic message",
  "openai-text": "OpenAI text completion",
  none: "",
};

function recognisedAs(form: PastedForm, request: PastedRequest): string {
  return requests[request] === "" ? forms[form] : `${forms[form]} · ${requests[request]}`;
}
