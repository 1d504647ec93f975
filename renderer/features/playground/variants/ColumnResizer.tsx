import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import type { KeyboardEvent, PointerEvent } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { narrowestVariant } from "../../../stores/draft/variant-list.ts";
import styles from "./VariantColumn.module.css";

const step = 24;
const widest = 1200;

/** The right edge of a column. Drag it, or move it with the arrow keys; a double click shares the room again. */
export function ColumnResizer({ variant, title }: { variant: VariantDraft; title: string }) {
  const changeVariant = useDraft((state) => state.changeVariant);
  const setWidth = (width: number) => {
    const kept = Math.round(Math.min(widest, Math.max(narrowestVariant, width)));
    changeVariant(variant.id, (before) => ({ ...before, width: kept }));
  };
  const share = () => changeVariant(variant.id, ({ width: _width, ...rest }) => rest);

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const handle = event.currentTarget;
    const column = handle.parentElement;
    if (!column || event.button !== 0) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    const start = column.getBoundingClientRect().width - event.clientX;
    const onMove = (move: globalThis.PointerEvent) => setWidth(start + move.clientX);
    const onUp = () => handle.removeEventListener("pointermove", onMove);
    handle.addEventListener("pointermove", onMove);
    handle.addEventListener("lostpointercapture", onUp, { once: true });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
    event.preventDefault();
    const width = variant.width ?? event.currentTarget.parentElement?.getBoundingClientRect().width ?? narrowestVariant;
    setWidth(width + (event.key === "ArrowLeft" ? -step : step));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved; this is the separator pattern with a value
    <div
      role="separator"
      className={styles["resizer"]}
      aria-label={`Width of ${title}`}
      aria-orientation="vertical"
      aria-valuenow={variant.width ?? narrowestVariant}
      aria-valuemin={narrowestVariant}
      aria-valuemax={widest}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      onDoubleClick={share}
    />
  );
}
