import { FileUp, Redo2, Undo2 } from "lucide-react";
import { type KeyboardEvent, type Ref, useImperativeHandle, useMemo, useRef } from "react";
import { useGateway } from "../../stores/gateway/gateway.ts";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { PanelHeader } from "../../ui/PanelHeader.tsx";
import styles from "./ConfigEditor.module.css";
import { gutterLines, offsetOf } from "./config-lines.ts";
import { PlaygroundExport } from "./PlaygroundExport.tsx";

/** Moves the caret; line and column count from 1. */
export interface ConfigCursor {
  goTo(line: number, column: number): void;
}

const lineHeight = 20;

/** The config as plain text with line numbers; lines with a problem carry its sign. */
export function ConfigEditor({ ref }: { ref: Ref<ConfigCursor> }) {
  const text = useGateway((state) => state.text);
  const problems = useGateway((state) => state.problems);
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const { setText } = useGateway.getState();
  const lines = useMemo(() => gutterLines(text ?? "", problems), [text, problems]);

  useImperativeHandle(ref, () => ({
    goTo(line, column) {
      const element = area.current;
      if (!element) return;
      const { start, end } = offsetOf(element.value, line, column);
      element.focus();
      element.setSelectionRange(start, end);
      element.scrollTop = Math.max(0, (line - 4) * lineHeight);
    },
  }));

  return (
    <div className={styles["panel"]}>
      <PanelHeader title="config.yaml">
        <ReplacedSteps />
        <PlaygroundExport />
        <OpenFile />
        <CopyButton text={() => useGateway.getState().text ?? ""} label="Copy the config" />
      </PanelHeader>
      <div className={styles["editor"]}>
        <div ref={gutter} className={styles["gutter"]} aria-hidden="true">
          {lines.map(({ number, severity }) => (
            <span key={number} className={severity && styles[severity]}>
              {severity === "error" ? "✕ " : severity === "warning" ? "! " : ""}
              {number}
            </span>
          ))}
        </div>
        <textarea
          ref={area}
          className={styles["text"]}
          aria-label="config.yaml"
          aria-describedby="gateway-problems"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          wrap="off"
          value={text ?? ""}
          disabled={text === null}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onUndoKey}
          onScroll={(event) => {
            if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
        />
      </div>
    </div>
  );
}

/** Steps over whole texts: what an opened file or the playground has replaced comes back. */
function ReplacedSteps() {
  const before = useGateway(({ replaced }) => replaced.before.length > 0);
  const after = useGateway(({ replaced }) => replaced.after.length > 0);
  const { undoReplace, redoReplace } = useGateway.getState();
  return (
    <>
      {before && (
        <IconButton
          size="small"
          label="Bring back the config before"
          icon={<Undo2 aria-hidden="true" />}
          onClick={() => void undoReplace()}
        />
      )}
      {after && (
        <IconButton
          size="small"
          label="Take that back"
          icon={<Redo2 aria-hidden="true" />}
          onClick={() => void redoReplace()}
        />
      )}
    </>
  );
}

/** The field's own undo knows nothing of a text that was put into it; one that is untouched since goes as a whole. */
function onUndoKey(event: KeyboardEvent): void {
  const { replaced, text, undoReplace, redoReplace } = useGateway.getState();
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== "z" && key !== "y") || text !== replaced.put)
    return;
  const again = key === "y" || event.shiftKey;
  if ((again ? replaced.after : replaced.before).length === 0) return;
  event.preventDefault();
  void (again ? redoReplace() : undoReplace());
}

function OpenFile() {
  const input = useRef<HTMLInputElement>(null);
  const open = async (file: File) => void useGateway.getState().replaceText(await file.text(), file.name);
  return (
    <>
      <IconButton
        size="small"
        label="Open a config.yaml"
        icon={<FileUp aria-hidden="true" />}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        accept=".yaml,.yml"
        hidden
        aria-label="Config file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file) void open(file);
        }}
      />
    </>
  );
}
