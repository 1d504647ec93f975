import { Check } from "lucide-react";
import styles from "./ModelPicker.module.css";

/** The mark of the chosen model; keeps its room when off. */
export function Tick({ on }: { on: boolean }) {
  return <span className={styles["tick"]}>{on && <Check aria-label="chosen" size={14} />}</span>;
}
