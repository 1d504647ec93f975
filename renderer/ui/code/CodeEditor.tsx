import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { formatCount } from "../figures.ts";
import styles from "./CodeEditor.module.css";
import { type CodeHandle, type CodeOptions, type LineMarks, mostCharacters, noMarks } from "./code-marks.ts";
import { keepInSight } from "./keep-in-sight.ts";
import { useNear } from "./use-near.ts";

/** What others than its owner may do with an editor. */
export type CodeReach = Pick<CodeHandle, "focus" | "show">;

interface CodeEditorProps extends Omit<CodeOptions, "complete" | "tokensOf" | "onTooLong"> {
  complete?: CodeOptions["complete"];
  tokensOf?: CodeOptions["tokensOf"];
  /** What tokens depend on besides the text; when it changes they are drawn anew. */
  tokensKey?: string;
  marks?: LineMarks;
  /** Counts texts that were put here in another way than by typing: each is shown, also one that was the last shown before. */
  given?: number;
  /** One of many: it is an editor only near what is in sight, and its text stands there elsewhere. */
  whenNear?: boolean;
  ref?: Ref<CodeReach>;
}

/**
 * Text that is edited in place. The editor's code is loaded with the first one that is shown; until then the text stands
 * there as it will.
 */
export function CodeEditor(props: CodeEditorProps) {
  const { marks = noMarks, tokensKey = "", given = 0, whenNear = false, ref, ...options } = props;
  const box = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const handle = useRef<CodeHandle | null>(null);
  const wanted = useRef<number | null>(null);
  const found = useRef<Parameters<CodeReach["show"]>[0]>(null);
  const endShowing = useRef<(() => void) | undefined>(undefined);
  const near = useNear(box, whenNear);
  const { isNear } = near;
  const [isThere, setThere] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const [tooLong, setTooLong] = useState<number | null>(null);
  const latest = useRef(options);
  useLayoutEffect(() => {
    latest.current = options;
  });

  useImperativeHandle(ref, () => ({
    focus(at, to) {
      if (handle.current) handle.current.focus(at, to);
      else {
        wanted.current = at ?? 0;
        near.come();
      }
    },
    show(place) {
      found.current = place;
      endShowing.current?.();
      handle.current?.show(place);
      if (!place || !box.current) return;
      near.hold(true);
      endShowing.current = keepInSight(
        box.current,
        () => handle.current?.show(place),
        () => {
          endShowing.current = undefined;
          near.hold(false);
        },
      );
    },
  }));

  useEffect(() => {
    if (!isNear) return;
    let isGone = false;
    const element = host.current;
    const mount = ({ mountCode }: typeof import("./code-view.ts")) => {
      if (isGone || element === null) return;
      const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
      const now = latest.current;
      handle.current = mountCode(root, {
        // A text that moves among others is called otherwise from then on.
        get label() {
          return latest.current.label;
        },
        text: now.text,
        language: now.language,
        tokensOf: (text) => latest.current.tokensOf?.(text) ?? [],
        complete: (before) => latest.current.complete?.(before) ?? null,
        onChange: (text) => {
          setTooLong(null);
          latest.current.onChange(text);
        },
        onTooLong: setTooLong,
        onUndo: () => latest.current.onUndo(),
        onRedo: () => latest.current.onRedo(),
        onLeave: () => latest.current.onLeave(),
        onFocus: () => latest.current.onFocus?.(),
        onOpen: (link) => latest.current.onOpen?.(link),
        // At once: of a key in a shadow root React does not know, and what is typed next would be typed into the text.
        ...(now.onFind ? { onFind: () => flushSync(() => latest.current.onFind?.()) } : {}),
        ...(now.onMove ? { onMove: (by: -1 | 1) => latest.current.onMove?.(by) } : {}),
      });
      setThere(true);
    };
    // Where the host has ended since the page came there is no code to be had; the text stays readable.
    import("./code-view.ts").then(mount, () => setMissing(true));
    return () => {
      isGone = true;
      handle.current?.destroy();
      handle.current = null;
      setThere(false);
    };
  }, [isNear]);

  useEffect(() => {
    // Until it is in sight it takes no focus.
    if (isThere && found.current) handle.current?.show(found.current, endShowing.current !== undefined);
    if (!isThere || wanted.current === null) return;
    handle.current?.focus(wanted.current);
    wanted.current = null;
  }, [isThere]);

  useEffect(() => () => endShowing.current?.(), []);

  const { text, label } = options;
  // Within the commit: what is typed right behind it would be taken back.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a text that was given is shown over what was typed
  useLayoutEffect(() => handle.current?.setText(text), [text, given]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what the tokens depend on; the name is read anew
  useEffect(() => handle.current?.refresh(), [tokensKey, label, isThere]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an editor that has just come has no marks yet
  useEffect(() => handle.current?.setMarks(marks), [marks, isThere]);

  return (
    <div ref={box} className={styles["box"]}>
      <div ref={host} className={isThere ? undefined : styles["coming"]} />
      {!isThere && <pre className={styles["text"]}>{text}</pre>}
      {tooLong !== null && (
        <p role="alert" className={styles["tooLong"]}>
          Not put in: the text would have {formatCount(tooLong)} characters. At most {formatCount(mostCharacters)} are
          edited here; a library holds 1 MB.
        </p>
      )}
      {isMissing && <p className={styles["missing"]}>The editor could not be loaded: reload the page to edit.</p>}
    </div>
  );
}
