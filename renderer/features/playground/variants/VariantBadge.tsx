import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { useState } from "react";
import { letterAt } from "../../../stores/draft/variant-list.ts";
import { useCompare } from "../../../stores/run/compare.ts";
import { TextField } from "../../../ui/TextField.tsx";
import { renameVariant } from "../runs/variant-actions.ts";
import { variantDragType } from "./use-column-drop.ts";
import styles from "./VariantColumn.module.css";

/** The letter of a variant, with its name where it has one. Drag it to another column. */
export function VariantBadge({ variant, index }: { variant: VariantDraft; index: number }) {
  const renaming = useCompare((state) => state.renaming === variant.id);
  if (renaming) return <NameField variant={variant} />;
  const letter = letterAt(index);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu moves variants by keyboard
    <span
      className={styles["badge"]}
      draggable
      title="Drag to another place"
      onDragStart={(event) => {
        event.dataTransfer.setData(variantDragType, variant.id);
        event.dataTransfer.effectAllowed = "move";
      }}
    >
      {variant.name === undefined ? letter : `${letter} · ${variant.name}`}
    </span>
  );
}

function NameField({ variant }: { variant: VariantDraft }) {
  const [name, setName] = useState(variant.name ?? "");
  return (
    <TextField
      className={styles["rename"]}
      aria-label="Name of this variant"
      placeholder="Name"
      maxLength={100}
      autoFocus
      value={name}
      onChange={setName}
      onBlur={() => renameVariant(variant.id, name.trim())}
      onKeyDown={(event) => {
        if (event.key === "Enter") renameVariant(variant.id, name.trim());
        if (event.key !== "Escape") return;
        event.preventDefault();
        useCompare.getState().set({ renaming: null });
      }}
    />
  );
}
