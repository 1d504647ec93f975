import { Send } from "lucide-react";
import { useState } from "react";
import { Button } from "../../../ui/Button.tsx";
import { TextArea } from "../../../ui/TextArea.tsx";
import styles from "./Inspector.module.css";
import { jsonFault } from "./json-fault.ts";

interface EditBodyProps {
  body: string;
  onSend(body: string): void;
  onClose(): void;
}

/** The body that was sent, to be changed by hand and sent again as it is, JSON or not. */
export function EditBody({ body, onSend, onClose }: EditBodyProps) {
  const [text, setText] = useState(() => laidOut(body));
  const fault = jsonFault(text);
  return (
    <form
      className={styles["tab"]}
      aria-label="Edit the body"
      onSubmit={(event) => {
        event.preventDefault();
        onSend(text);
      }}
    >
      <TextArea
        className={styles["editor"]}
        aria-label="Body to send"
        mono
        maxLines={24}
        value={text}
        onChange={setText}
        attention={fault !== undefined}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          onClose();
        }}
      />
      {fault && <p className={styles["about"]}>Not JSON: {fault} It is sent as it is.</p>}
      <div className={styles["buttons"]}>
        <Button variant="ghost" size="small" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" size="small" icon={<Send aria-hidden="true" size={13} />}>
          Send, marked hand-edited
        </Button>
      </div>
    </form>
  );
}

/** JSON in lines to edit, unless that would change it (a number too long for JavaScript); anything else as it is. */
function laidOut(body: string): string {
  if (jsonFault(body) !== undefined) return body;
  const value: unknown = JSON.parse(body);
  return JSON.stringify(value) === body ? JSON.stringify(value, null, 2) : body;
}
