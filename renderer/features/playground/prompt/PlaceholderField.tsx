import type { JsonValue } from "@shared/domain/json/json.ts";
import { Braces, TriangleAlert } from "lucide-react";
import { useId } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { valuesKey } from "../../../stores/draft/values-key.ts";
import { useView } from "../../../stores/view.ts";
import { plural } from "../../../ui/figures.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { TextArea } from "../../../ui/TextArea.tsx";
import { MessageListEditor } from "../messages/MessageListEditor.tsx";
import { asEditableMessages, parseMessageList } from "../messages/message-list.ts";
import styles from "./VariablesFields.module.css";

interface PlaceholderFieldProps {
  name: string;
  value: JsonValue | undefined;
  sample: boolean;
}

/** A placeholder of the template: a list of messages, as fields or as JSON. Broken JSON stays until it is mended. */
export function PlaceholderField({ name, value, sample }: PlaceholderFieldProps) {
  const setPlaceholder = useDraft((state) => state.setPlaceholder);
  const prompt = useDraft((state) => (state.draft.openPrompt ? valuesKey(state.draft.openPrompt) : ""));
  const field = `${prompt} ${name}`;
  const layoutKey = `json ${field}`;
  const wantsJson = useDraft((state) => state.draft.layout[layoutKey] === true);
  const setLayout = useDraft((state) => state.setLayout);
  const unfinished = useView((state) => state.unfinished[field]);
  const setUnfinished = useView((state) => state.setUnfinished);
  const headingId = useId();

  const messages = asEditableMessages(value);
  const showJson = wantsJson || messages === undefined || unfinished !== undefined;
  const note = value === undefined ? "placeholder · not set" : messages ? plural(messages.length, "message") : "JSON";
  return (
    <fieldset className={styles["placeholder"]} aria-labelledby={headingId} data-field={name}>
      <div className={styles["placeholderTop"]}>
        <span id={headingId} className={styles["name"]} title={name}>
          {value === undefined && <TriangleAlert aria-hidden="true" size={13} />}
          <span className={styles["nameText"]}>{name}</span>
        </span>
        <span className={styles["placeholderNote"]}>
          {sample ? "sample · " : ""}
          {note}{" "}
          {value === undefined && (
            <button type="button" className={styles["inline"]} onClick={() => setPlaceholder(name, [])}>
              leave out
            </button>
          )}
          {value !== undefined && (
            <button
              type="button"
              className={styles["inline"]}
              onClick={() => {
                setUnfinished(field, undefined);
                setPlaceholder(name, undefined);
              }}
            >
              unset
            </button>
          )}
        </span>
        <IconButton
          size="small"
          label={showJson ? `Edit ${name} as a list` : `Edit ${name} as JSON`}
          aria-pressed={showJson}
          disabled={showJson && !wantsJson}
          icon={<Braces aria-hidden="true" />}
          onClick={() => setLayout(layoutKey, !wantsJson)}
        />
      </div>
      {showJson ? (
        <JsonMessages
          name={name}
          text={unfinished ?? JSON.stringify(value ?? [], null, 2)}
          onText={(text) => {
            const parsed = parseMessageList(text);
            setUnfinished(field, text);
            if (parsed.ok) setPlaceholder(name, parsed.value);
          }}
          onLeave={(text) => {
            if (parseMessageList(text).ok) setUnfinished(field, undefined);
          }}
        />
      ) : (
        <MessageListEditor
          name={name}
          messages={messages}
          onChange={(next) => setPlaceholder(name, next as JsonValue)}
        />
      )}
    </fieldset>
  );
}

interface JsonMessagesProps {
  name: string;
  text: string;
  onText(text: string): void;
  onLeave(text: string): void;
}

function JsonMessages({ name, text, onText, onLeave }: JsonMessagesProps) {
  const parsed = parseMessageList(text);
  const errorId = useId();
  return (
    <>
      <TextArea
        aria-label={`${name} as JSON`}
        aria-invalid={!parsed.ok}
        aria-describedby={parsed.ok ? undefined : errorId}
        mono
        maxLines={24}
        value={text}
        onChange={onText}
        onBlur={() => onLeave(text)}
      />
      {!parsed.ok && (
        <p id={errorId} className={styles["invalid"]}>
          {parsed.error} The last valid list is used meanwhile.
        </p>
      )}
    </>
  );
}
