import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { memo } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { conversationOf } from "../../../stores/draft/variant-list.ts";
import { Button } from "../../../ui/Button.tsx";
import { plural } from "../../../ui/figures.ts";
import { MessageListEditor } from "../messages/MessageListEditor.tsx";
import { asEditableMessages } from "../messages/message-list.ts";
import styles from "./Conversation.module.css";
import { RawMessages } from "./RawMessages.tsx";
import { changeConversation } from "./turns.ts";

/** What is sent after the prompt's messages: every further turn, to be edited, reordered and removed. */
export const Conversation = memo(function Conversation({ variant }: { variant: VariantDraft }) {
  const open = useDraft((state) => state.draft.openPrompt);
  const { messages } = conversationOf(variant, open);
  if (messages.length === 0) return null;
  const change = (next: typeof messages) =>
    changeConversation(variant.id, (conversation) => ({ ...conversation, messages: next }));
  const editable = asEditableMessages(messages);
  return (
    <section className={styles["conversation"]} aria-label="Conversation">
      <div className={styles["head"]}>
        <h3>
          {plural(messages.length, "message")} {open ? "after the prompt" : "without a prompt"}
        </h3>
        <Button size="small" variant="ghost" onClick={() => change([])}>
          Clear
        </Button>
      </div>
      {editable ? (
        <MessageListEditor name="conversation" messages={editable} onChange={change} />
      ) : (
        <RawMessages messages={messages} onChange={change} />
      )}
    </section>
  );
});
