import type { Message } from "@shared/domain/message/message.ts";
import type { ConversationDraft } from "@shared/domain/prompt/draft.ts";
import { turnOfAnswer } from "@shared/domain/run/answer-turn.ts";
import { useDraft } from "../../../stores/draft/draft.ts";
import { conversationOf, withConversation } from "../../../stores/draft/variant-list.ts";
import { isRunning, type RunView, useRuns } from "../../../stores/run/runs.ts";
import { withContent } from "../messages/message-content.ts";
import { runVariant } from "../runs/run-actions.ts";
import { runOfPrompt } from "../runs/use-variant-run.ts";

/** An answer as the message it becomes in a conversation; undefined when there was none. */
export function answerMessage(run: RunView | undefined): Message | undefined {
  return run && turnOfAnswer(run.output);
}

/** Changes what follows the compiled messages of a variant. */
export function changeConversation(
  variantId: string,
  edit: (conversation: ConversationDraft) => ConversationDraft,
): void {
  const { draft, changeVariant } = useDraft.getState();
  const open = draft.openPrompt;
  changeVariant(variantId, (variant) => withConversation(variant, open, edit(conversationOf(variant, open))));
}

/** An answer that called tools can be followed by nothing but their results: providers refuse anything else. */
export function waitsForResults(run: RunView | undefined): boolean {
  return !isRunning(run) && answerMessage(run)?.tool_calls !== undefined;
}

/** Why no message can follow an answer that waits for results. */
export const toolsFirst = "The answer calls tools: send their results first, or run again.";

/** Sends what is written for the next turn, behind the answer shown now. */
export function sendNext(variantId: string): void {
  // The variant's last run may be of a prompt that was open before; its answer is no part of this conversation.
  const shown = runOfPrompt(useRuns.getState().runs[variantId], useDraft.getState().draft.openPrompt);
  const answer = answerMessage(shown);
  changeConversation(variantId, ({ messages, next }) => ({
    messages: [
      ...messages,
      ...(answer ? [answer] : []),
      withContent({ role: "user" }, { text: next.text, images: next.images }),
    ],
    next: { text: "", images: [] },
  }));
  runVariant(variantId);
}

/** Sends mocked results of all tools an answer calls, in the order of the calls. */
export function continueWithResults(variantId: string, run: RunView, results: readonly string[]): void {
  const answer = answerMessage(run);
  if (!answer) return;
  const answers = run.output.toolCalls.map(
    (call, index): Message => ({ role: "tool", tool_call_id: call.id, content: results[index] ?? "" }),
  );
  changeConversation(variantId, (conversation) => ({
    ...conversation,
    messages: [...conversation.messages, answer, ...answers],
  }));
  runVariant(variantId);
}
