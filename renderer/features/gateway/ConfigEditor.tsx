import { FileUp, SquareTerminal } from "lucide-react";
import { type Ref, useImperativeHandle, useMemo, useRef } from "react";
import { useGateway } from "../../stores/gateway.ts";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { PanelHeader } from "../../ui/PanelHeader.tsx";
import styles from "./ConfigEditor.module.css";
import { gutterLines, offsetOf } from "./config-lines.ts";

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
  const { setText, replaceText } = useGateway.getState();
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
        <IconButton
          size="small"
          label="Write what is set up in the playground"
          icon={<SquareTerminal aria-hidden="true" />}
          onClick={() => void useGateway.getState().takePlayground()}
        />
        <OpenFile onText={(opened) => void replaceText(opened)} />
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
          onScroll={(event) => {
            if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
        />
      </div>
    </div>
  );
}

function OpenFile({ onText }: { onText(text: string): void }) {
  const input = useRef<HTMLInputElement>(null);
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
          void file?.text().then(onText);
        }}
      />
    </>
  );
}
