import { TextArea } from "../../../ui/TextArea.tsx";
import styles from "./MessageListEditor.module.css";
import { plainContent, withContent } from "./message-content.ts";
import type { EditableMessage } from "./message-list.ts";
import { Thumbnails } from "./Thumbnails.tsx";
import { useImages } from "./use-images.ts";

interface MessageContentFieldProps {
  label: string;
  message: EditableMessage;
  onChange(message: EditableMessage): void;
}

/** The text of a message and its pictures, which can be pasted and dropped. Tool calls are named, not edited. */
export function MessageContentField({ label, message, onChange }: MessageContentFieldProps) {
  const content = plainContent(message.content) ?? { text: "", images: [] };
  const { problems, handlers } = useImages(content.images, (images) =>
    onChange(withContent(message, { ...content, images })),
  );
  const calls = message.tool_calls ?? [];
  return (
    <div className={styles["content"]} {...handlers}>
      {calls.map((call) => (
        <p key={call.id} className={styles["call"]}>
          calls {call.type === "custom" ? call.custom.name : call.function.name}{" "}
          {call.type === "custom" ? call.custom.input : call.function.arguments}
        </p>
      ))}
      {(calls.length === 0 || content.text !== "") && (
        <TextArea
          aria-label={label}
          value={content.text}
          maxLines={12}
          onChange={(text) => onChange(withContent(message, { ...content, text }))}
        />
      )}
      <Thumbnails
        images={content.images}
        onRemove={(index) =>
          onChange(withContent(message, { ...content, images: content.images.filter((_, at) => at !== index) }))
        }
      />
      {problems.map((problem) => (
        <p key={problem} className={styles["invalid"]} role="alert">
          {problem}
        </p>
      ))}
    </div>
  );
}
