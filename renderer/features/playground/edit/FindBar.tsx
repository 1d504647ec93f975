import { type FoundPlace, findInDocument } from "@shared/domain/edit/change-document.ts";
import type { EditorDocument } from "@shared/domain/edit/editor-document.ts";
import { ChevronDown, ChevronUp, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../../../ui/Button.tsx";
import { plural } from "../../../ui/figures.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Switch } from "../../../ui/Switch.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import styles from "./FindBar.module.css";
import { undoAttribute } from "./undo-actions.ts";

interface Find {
  find: string;
  replace: string;
  matchCase: boolean;
}

interface FindBarProps {
  document: EditorDocument;
  /** Chooses a place in its text. */
  onShow(place: FoundPlace, length: number): void;
  onReplace(find: Find): void;
  onClose(): void;
}

/** Finds and replaces in all messages at once; replacing is one step of undo. */
export function FindBar({ document, onShow, onReplace, onClose }: FindBarProps) {
  const [find, setFind] = useState<Find>({ find: "", replace: "", matchCase: false });
  const [at, setAt] = useState(-1);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const places = useMemo(() => findInDocument(document, find.find, find.matchCase), [document, find]);
  const go = (by: 1 | -1) => {
    if (places.length === 0) return;
    const next = (at + by + places.length) % places.length;
    setAt(next);
    const place = places[next];
    if (place) onShow(place, find.find.length);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  };
  return (
    <search
      className={styles["bar"]}
      aria-label="Find in all messages"
      onKeyDown={onKeyDown}
      {...{ [undoAttribute]: "panel" }}
    >
      <TextField
        ref={field}
        aria-label="Find"
        placeholder="Find"
        value={find.find}
        onChange={(text) => {
          setAt(-1);
          setFind({ ...find, find: text });
        }}
      />
      <IconButton size="small" label="Previous" icon={<ChevronUp aria-hidden="true" />} onClick={() => go(-1)} />
      <IconButton size="small" label="Next" icon={<ChevronDown aria-hidden="true" />} onClick={() => go(1)} />
      <IconButton size="small" label="Close" icon={<X aria-hidden="true" />} onClick={onClose} />
      <TextField
        aria-label="Replace with"
        placeholder="Replace with"
        value={find.replace}
        onChange={(replace) => setFind({ ...find, replace })}
      />
      <Button size="small" disabled={places.length === 0} onClick={() => onReplace(find)}>
        Replace all
      </Button>
      <p className={styles["count"]} role="status">
        {find.find === "" ? "Enter: next, Esc: close" : plural(places.length, "place")}
      </p>
      <span className={styles["case"]}>
        <span aria-hidden="true">Match case</span>
        <Switch label="Match case" checked={find.matchCase} onChange={(matchCase) => setFind({ ...find, matchCase })} />
      </span>
    </search>
  );
}
