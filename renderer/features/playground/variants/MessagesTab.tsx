import { PreviewError } from "../errors/PreviewError.tsx";
import { MessageCard } from "../messages/MessageCard.tsx";
import type { VariantPosition } from "./position.ts";
import styles from "./VariantColumn.module.css";

/** The messages of the last run; before a run those that would be sent. */
export function MessagesTab({ variantId, run, view }: VariantPosition) {
  const sent = run?.record?.compiled;
  const compiled = sent ?? view?.preview?.compiled;
  if (!compiled) {
    const error = view?.error ?? view?.preview?.error;
    if (!error) return <p className={styles["hint"]}>No messages yet.</p>;
    return (
      <div className={styles["pad"]}>
        <PreviewError error={error} variantId={variantId} />
      </div>
    );
  }
  return (
    <>
      <p className={styles["when"]}>{sent ? "Messages of the last run" : "Messages that will be sent"}</p>
      <div className={styles["messages"]}>
        {compiled.messages.map((message, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity but their place
          <MessageCard key={index} compiled={message} />
        ))}
      </div>
    </>
  );
}
