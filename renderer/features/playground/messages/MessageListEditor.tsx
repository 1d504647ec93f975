import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { Button } from "../../../ui/Button.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Select } from "../../../ui/Select.tsx";
import { MessageContentField } from "./MessageContentField.tsx";
import styles from "./MessageListEditor.module.css";
import { type EditableMessage, moveMessage } from "./message-list.ts";

const usualRoles = ["user", "assistant", "system", "developer", "tool"];

interface MessageListEditorProps {
  name: string;
  messages: readonly EditableMessage[];
  onChange(messages: EditableMessage[]): void;
}

/** Messages as fields: add, write, attach pictures, reorder, remove. */
export function MessageListEditor({ name, messages, onChange }: MessageListEditorProps) {
  const last = messages.at(-1);
  const replace = (index: number, message: EditableMessage) =>
    onChange(messages.map((before, at) => (at === index ? message : before)));
  return (
    <div className={styles["messages"]}>
      {messages.map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity but their place
        <div key={index} className={styles["message"]}>
          <div className={styles["messageTop"]}>
            <Select
              className={styles["role"]}
              aria-label={`Role of ${name} message ${index + 1}`}
              value={message.role}
              options={rolesWith(message.role)}
              onChange={(role) => replace(index, { ...message, role })}
            />
            <IconButton
              size="small"
              label={`Move message ${index + 1} up`}
              icon={<ArrowUp aria-hidden="true" />}
              disabled={index === 0}
              onClick={() => onChange(moveMessage(messages, index, -1))}
            />
            <IconButton
              size="small"
              label={`Move message ${index + 1} down`}
              icon={<ArrowDown aria-hidden="true" />}
              disabled={index === messages.length - 1}
              onClick={() => onChange(moveMessage(messages, index, 1))}
            />
            <IconButton
              size="small"
              label={`Remove message ${index + 1}`}
              icon={<Trash2 aria-hidden="true" />}
              onClick={() => onChange(messages.filter((_, at) => at !== index))}
            />
          </div>
          <MessageContentField
            label={`Content of ${name} message ${index + 1}`}
            message={message}
            onChange={(next) => replace(index, next)}
          />
        </div>
      ))}
      <Button
        size="small"
        variant="ghost"
        icon={<Plus aria-hidden="true" />}
        onClick={() => onChange([...messages, { role: last?.role === "user" ? "assistant" : "user", content: "" }])}
      >
        Add message
      </Button>
    </div>
  );
}

function rolesWith(role: string) {
  const roles = usualRoles.includes(role) ? usualRoles : [role, ...usualRoles];
  return roles.map((value) => ({ value, label: value }));
}
