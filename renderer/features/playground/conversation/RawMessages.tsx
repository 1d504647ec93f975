import type { Message } from "@shared/domain/message/message.ts";
import { Trash2 } from "lucide-react";
import { IconButton } from "../../../ui/IconButton.tsx";
import { JsonView } from "../../../ui/JsonView.tsx";
import styles from "./Conversation.module.css";

/** Messages that hold more than fields can show: read as JSON, removed one by one. */
export function RawMessages({ messages, onChange }: { messages: Message[]; onChange(messages: Message[]): void }) {
  return messages.map((message, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity but their place
    <div key={index} className={styles["raw"]}>
      <JsonView value={message} label={`Message ${index + 1}`} />
      <IconButton
        size="small"
        label={`Remove message ${index + 1}`}
        icon={<Trash2 aria-hidden="true" />}
        onClick={() => onChange(messages.filter((_, at) => at !== index))}
      />
    </div>
  ));
}
