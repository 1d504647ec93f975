import type { PromptSource } from "@shared/domain/experiment/prompt-source.ts";
import type { TemplateItem } from "@shared/domain/prompt/prompt.ts";
import { Plus, Trash2 } from "lucide-react";
import { Button } from "../../../../ui/Button.tsx";
import { IconButton } from "../../../../ui/IconButton.tsx";
import { Select } from "../../../../ui/Select.tsx";
import { TextArea } from "../../../../ui/TextArea.tsx";
import styles from "./Variants.module.css";

const roles = ["system", "user", "assistant", "developer"];

/** The text of a prompt that stands in the set-up itself. */
export function InlinePrompt({ source, onChange }: { source: PromptSource; onChange(source: PromptSource): void }) {
  const { text, messages } = source;
  if (text !== undefined) {
    return (
      <TextArea
        mono
        aria-label="Text of the prompt"
        value={text}
        onChange={(next) => onChange({ ...source, text: next })}
      />
    );
  }
  if (messages === undefined) return null;
  const set = (next: TemplateItem[]) => onChange({ ...source, messages: next });
  const put = (index: number, item: TemplateItem) => set(messages.map((one, at) => (at === index ? item : one)));
  return (
    <div className={styles["messages"]}>
      {messages.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity but their place
        <div key={index} className={styles["message"]}>
          {item.type === "placeholder" ? (
            <span className={styles["placeholder"]}>messages of {item.name}</span>
          ) : (
            <>
              <Select
                aria-label={`Role of message ${index + 1}`}
                value={item.role}
                options={[...new Set([...roles, item.role])].map((role) => ({ value: role, label: role }))}
                onChange={(role) => put(index, { ...item, role })}
              />
              <TextArea
                mono
                aria-label={`Message ${index + 1}`}
                value={item.content}
                onChange={(content) => put(index, { ...item, content })}
              />
            </>
          )}
          <IconButton
            size="small"
            label={`Remove message ${index + 1}`}
            icon={<Trash2 aria-hidden="true" />}
            onClick={() => set(messages.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div>
        <Button
          size="small"
          icon={<Plus aria-hidden="true" />}
          onClick={() => set([...messages, { role: "user", content: "" }])}
        >
          Message
        </Button>
      </div>
    </div>
  );
}
