import { type FocusEvent, type KeyboardEvent, type PointerEvent, type RefObject, useRef, useState } from "react";
import { type Mark, nextMark } from "./next-mark.ts";

/** Props of the element that a mark is drawn in. */
export interface MarkProps {
  role: "img" | "button";
  tabIndex: 0 | -1;
  "aria-label": string;
  "aria-pressed"?: boolean;
  "data-mark": string;
  onFocus(event: FocusEvent<SVGGElement>): void;
  onBlur(): void;
  onPointerEnter(event: PointerEvent<SVGGElement>): void;
  onPointerLeave(): void;
  onClick?: (() => void) | undefined;
}

export interface Marks {
  ref: RefObject<HTMLDivElement | null>;
  /** The mark under the pointer or with the focus. */
  shown: Mark | null;
  propsOf(mark: Mark): MarkProps;
  onKeyDown(event: KeyboardEvent): void;
}

/**
 * One tab stop for all marks of a chart. Left and right go through them in their order, up and down to the nearest on the
 * next line, Home and End to the first and the last; Enter or a blank chooses one that can be chosen.
 * @param marks in the order of reading
 */
export function useMarks(marks: readonly Mark[]): Marks {
  const ref = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState<string>();
  const [pointed, setPointed] = useState<string>();
  const [focused, setFocused] = useState<string>();
  const stopKey = marks.some(({ key }) => key === stop) ? stop : (marks.find(({ chosen }) => chosen) ?? marks[0])?.key;
  const find = (key: string | undefined) => marks.find((mark) => mark.key === key);
  return {
    ref,
    shown: find(pointed) ?? find(focused) ?? null,
    propsOf(mark) {
      const { key, text, onChoose, chosen } = mark;
      return {
        role: onChoose ? "button" : "img",
        tabIndex: key === stopKey ? 0 : -1,
        "aria-label": text.replaceAll("\n", ", "),
        ...(onChoose ? { "aria-pressed": chosen === true } : {}),
        "data-mark": key,
        onFocus: () => {
          setStop(key);
          setFocused(key);
        },
        onBlur: () => setFocused(undefined),
        onPointerEnter: () => setPointed(key),
        onPointerLeave: () => setPointed(undefined),
        onClick: onChoose,
      };
    },
    onKeyDown(event) {
      const { target, altKey, ctrlKey, metaKey, shiftKey } = event;
      if (!(target instanceof SVGElement) || altKey || ctrlKey || metaKey || shiftKey) return;
      const here = find(target.dataset["mark"]);
      if (!here) return;
      if (event.key === "Enter" || event.key === " ") {
        if (!here.onChoose) return;
        event.preventDefault();
        here.onChoose();
        return;
      }
      const next = nextMark(marks, here, event.key);
      if (!next) return;
      event.preventDefault();
      const elements = ref.current?.querySelectorAll<SVGElement>("[data-mark]") ?? [];
      [...elements].find(({ dataset }) => dataset["mark"] === next.key)?.focus();
    },
  };
}
