import {
  changeDocument,
  type DocumentChange,
  type FoundPlace,
  findInDocument,
} from "@shared/domain/edit/change-document.ts";
import type { EditorDocument } from "@shared/domain/edit/editor-document.ts";
import { ChevronDown, ChevronUp, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Button } from "../../../ui/Button.tsx";
import { classNames } from "../../../ui/class-names.ts";
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
  /** Marks a place in its text; null: none any more. */
  onShow(place: FoundPlace | null, length: number): void;
  onChange(change: DocumentChange): void;
  /** Leaves for the place that was found last, or for nowhere. */
  onClose(place: FoundPlace | null, length: number): void;
}

/** Finds and replaces in all messages, one by one or at once; each replacing is one step of undo. */
export function FindBar({ document, onShow, onChange, onClose }: FindBarProps) {
  const [find, setFind] = useState<Find>({ find: "", replace: "", matchCase: false });
  const [shown, setShown] = useState<FoundPlace | null>(null);
  const field = useRef<HTMLInputElement>(null);
  // Before the next key is handled: who types on at once means this field.
  useLayoutEffect(() => field.current?.focus(), []);
  const places = useMemo(() => findInDocument(document, find.find, find.matchCase), [document, find]);
  const at = places.findIndex(({ card, at }) => card === shown?.card && at === shown.at);
  const { length } = find.find;
  // The first one is in sight while it is typed; Enter comes to it.
  const show = useEffectEvent(() => onShow(shown ?? places[0] ?? null, length));
  // Once the texts say what the document does: a replaced text is put into its editor by an effect too.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again, the same place is shown again
  useEffect(() => queueMicrotask(show), [shown, find.find, find.matchCase]);
  useEffect(() => () => queueMicrotask(() => onShow(null, 0)), [onShow]);

  const go = (by: 1 | -1) => {
    const start = at === -1 && by === -1 ? 0 : at;
    const next = places[(start + by + places.length) % places.length];
    if (next) setShown({ ...next });
  };
  const replace = () => {
    const place = places[at];
    if (!place) {
      go(1);
      return;
    }
    const change = { do: "replace-at", ...place, length, replace: find.replace } as const;
    onChange(change);
    // What was put in is not searched again.
    const after = findInDocument(changeDocument(document, change), find.find, find.matchCase);
    const order = new Map(document.cards.map(({ id }, index) => [id, index]));
    const from = place.at + find.replace.length;
    const isBehind = (one: FoundPlace) =>
      one.card === place.card ? one.at >= from : (order.get(one.card) ?? 0) > (order.get(place.card) ?? 0);
    setShown(after.find(isBehind) ?? after[0] ?? null);
  };
  const close = () => onClose(places[at] ?? null, length);
  const change = (next: Partial<Find>) => {
    setShown(null);
    setFind({ ...find, ...next });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const isField = event.target instanceof HTMLInputElement && event.target.type !== "checkbox";
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && isField && !event.ctrlKey && !event.metaKey) go(event.shiftKey ? -1 : 1);
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
        onChange={(text) => change({ find: text })}
      />
      <p className={styles["count"]} role="status">
        {find.find === ""
          ? "in all messages"
          : at === -1
            ? plural(places.length, "place")
            : `${at + 1} of ${plural(places.length, "place")}`}
      </p>
      <span className={classNames(styles["acts"], styles["end"])}>
        <IconButton
          size="small"
          label="Previous"
          shortcut="shift+enter"
          icon={<ChevronUp aria-hidden="true" />}
          onClick={() => go(-1)}
        />
        <IconButton
          size="small"
          label="Next"
          shortcut="enter"
          icon={<ChevronDown aria-hidden="true" />}
          onClick={() => go(1)}
        />
        <IconButton size="small" label="Close" shortcut="escape" icon={<X aria-hidden="true" />} onClick={close} />
      </span>
      <TextField
        aria-label="Replace with"
        placeholder="Replace with"
        value={find.replace}
        onChange={(text) => setFind({ ...find, replace: text })}
      />
      <span className={styles["acts"]}>
        <Button size="small" disabled={places.length === 0} onClick={replace}>
          Replace
        </Button>
        <Button size="small" disabled={places.length === 0} onClick={() => onChange({ do: "replace-all", ...find })}>
          Replace all
        </Button>
      </span>
      <span className={styles["case"]}>
        <span aria-hidden="true">Match case</span>
        <Switch label="Match case" checked={find.matchCase} onChange={(matchCase) => change({ matchCase })} />
      </span>
    </search>
  );
}
