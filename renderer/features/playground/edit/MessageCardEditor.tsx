import type { DocumentChange } from "@shared/domain/edit/change-document.ts";
import type { Card } from "@shared/domain/edit/editor-document.ts";
import type { TemplateMessage } from "@shared/domain/prompt/prompt.ts";
import { Copy, GripVertical, Trash2 } from "lucide-react";
import { memo, useRef } from "react";
import { classNames } from "../../../ui/class-names.ts";
import { CodeEditor, type CodeReach } from "../../../ui/code/CodeEditor.tsx";
import type { CodeOptions, LineMarks } from "../../../ui/code/code-marks.ts";
import { formatCount } from "../../../ui/figures.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Select } from "../../../ui/Select.tsx";
import styles from "./TemplateEditor.module.css";

const usualRoles = ["system", "user", "assistant", "developer", "tool"];
const coloured = ["system", "user", "assistant"];

/** What all cards of a prompt share. */
export interface CardTools extends Required<Pick<CodeOptions, "tokensOf" | "complete" | "onUndo" | "onRedo">> {
  change(change: DocumentChange): void;
  onFind(): void;
  onOpen(link: string): void;
  /** Where a card's text can be reached while it is on screen. */
  reach(card: number, text: CodeReach | null): void;
}

interface MessageCardEditorProps {
  card: Card & { item: TemplateMessage };
  place: number;
  /** False in a text prompt, whose one text has neither role nor neighbours. */
  isMessage: boolean;
  marks: LineMarks | undefined;
  isNew: boolean;
  /** What tokens depend on besides the text. */
  tokensKey: string;
  /** See `CodeEditor`. */
  given: number;
  tools: CardTools;
}

/** One message, edited where it is read. The others are not drawn again while one is typed in. */
export const MessageCardEditor = memo(function MessageCardEditor(props: MessageCardEditorProps) {
  const { card, place, isMessage, marks, isNew, tokensKey, given, tools } = props;
  const box = useRef<HTMLElement>(null);
  const { id, item } = card;
  const { change } = tools;
  const name = isMessage ? `message ${place + 1}` : "the prompt";
  return (
    <section
      ref={box}
      className={classNames(styles["card"], isNew && styles["new"])}
      aria-label={isMessage ? `Message ${place + 1}` : "Prompt text"}
      tabIndex={-1}
    >
      {isMessage && (
        <div className={styles["head"]}>
          <Grip id={id} place={place} />
          <Select
            className={classNames(styles["role"], coloured.includes(item.role) && styles[item.role])}
            aria-label={`Role of ${name}`}
            value={item.role}
            options={rolesWith(item.role)}
            onChange={(role) => change({ do: "role", card: id, role })}
          />
          <span className={styles["room"]} />
          <span className={styles["tokens"]} title="By length: four characters are about a token">
            ≈ {formatCount(Math.ceil(item.content.length / 4))} tokens
          </span>
          <IconButton
            size="small"
            label={`Duplicate ${name}`}
            icon={<Copy aria-hidden="true" />}
            onClick={() => change({ do: "duplicate", card: id })}
          />
          <IconButton
            size="small"
            label={`Delete ${name}`}
            icon={<Trash2 aria-hidden="true" />}
            onClick={() => change({ do: "remove", card: id })}
          />
        </div>
      )}
      <CodeEditor
        ref={(text) => tools.reach(id, text)}
        label={isMessage ? `Text of ${name}` : "Text of the prompt"}
        language="template"
        text={item.content}
        tokensOf={tools.tokensOf}
        tokensKey={tokensKey}
        given={given}
        whenNear={isMessage}
        complete={tools.complete}
        {...(marks && !isNew ? { marks } : {})}
        onChange={(content) => change({ do: "content", card: id, content })}
        onUndo={tools.onUndo}
        onRedo={tools.onRedo}
        onFind={tools.onFind}
        onOpen={tools.onOpen}
        onLeave={() => box.current?.focus()}
        {...(isMessage ? { onMove: (by: -1 | 1) => change({ do: "move", card: id, to: place + by }) } : {})}
      />
    </section>
  );
});

/** What is dragged to another place. The keys are Alt with an arrow, in the text. */
export function Grip({ id, place }: { id: number; place: number }) {
  return (
    <span
      className={styles["grip"]}
      draggable
      title="Drag to move; in the text: Alt ↑ and Alt ↓"
      aria-hidden="true"
      onDragStart={(event) => {
        event.dataTransfer.setData(draggedCard, String(id));
        event.dataTransfer.effectAllowed = "move";
      }}
      data-place={place}
    >
      <GripVertical size={13} />
    </span>
  );
}

/** The kind of data that a card is dragged as. */
export const draggedCard = "application/x-promptscope-card";

function rolesWith(role: string) {
  const roles = usualRoles.includes(role) ? usualRoles : [role, ...usualRoles];
  return roles.map((value) => ({ value, label: value }));
}
