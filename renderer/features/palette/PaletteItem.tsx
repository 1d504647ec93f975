import { Command } from "cmdk";
import type { ReactNode } from "react";
import styles from "./Palette.module.css";

interface PaletteItemProps {
  /** Tells it from every other entry. */
  value: string;
  icon: ReactNode;
  title: ReactNode;
  /** Quiet, at the right: a place, a version, an age. */
  note?: ReactNode;
  onSelect(): void;
}

/** One entry of the palette. */
export function PaletteItem({ value, icon, title, note, onSelect }: PaletteItemProps) {
  return (
    <Command.Item value={value} className={styles["item"]} onSelect={onSelect}>
      {icon}
      <span className={styles["title"]}>{title}</span>
      {note !== undefined && <span className={styles["note"]}>{note}</span>}
    </Command.Item>
  );
}
