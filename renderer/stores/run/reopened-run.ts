import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { refOf } from "@shared/domain/prompt/run-prompt.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import { conversationKey } from "../draft/values-key.ts";

/** The exact version a run used, whatever its label points to by now; null for a run without a prompt. */
export function promptOfRun({ request, resolved }: Pick<RunRecord, "request" | "resolved">): PromptRef | null {
  const asked = refOf(request.prompt);
  if (!asked || !resolved || resolved.edited) return asked;
  return { ...identityOf(resolved.ref), version: resolved.prompt.version };
}

/** What of a run the preferences decide. */
export type RunRules = Pick<RunRequest, "compileMode" | "clientMessagesMode" | "stream">;

/** The rules of a run that was opened again, as far as the preferences are others by now. */
export function differingRules(rules: RunRules, preferences: RunRules): Partial<RunRules> {
  const { compileMode, clientMessagesMode, stream } = rules;
  return {
    ...(compileMode === preferences.compileMode ? {} : { compileMode }),
    ...(clientMessagesMode === preferences.clientMessagesMode ? {} : { clientMessagesMode }),
    ...(stream === preferences.stream ? {} : { stream }),
  };
}

/** A variant set up as the one a run came from: its model, its parameters and the turns of its conversation. */
export function variantOfRun(variant: VariantDraft, { request }: Pick<RunRecord, "request">): VariantDraft {
  const { pins: _pins, values: _values, api: _api, betas: _betas, ...rest } = variant;
  const turns = request.continuation ?? [];
  const messages = request.prompt ? turns : [...request.clientMessages, ...turns];
  return {
    ...rest,
    modelOverride: request.modelOverride ?? (request.model === "" ? null : request.model),
    ...(request.api === undefined ? {} : { api: request.api }),
    ...(request.betas === undefined ? {} : { betas: request.betas }),
    parameters: Object.fromEntries(
      Object.entries(request.overrides).map(([name, value]) => [name, { value, on: true }]),
    ),
    conversations: {
      ...rest.conversations,
      [conversationKey(request.prompt)]: { messages, next: { text: "", images: [] } },
    },
  };
}
