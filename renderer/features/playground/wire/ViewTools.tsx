import { Braces } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../../../ui/IconButton.tsx";
import { PanelHeader } from "../../../ui/PanelHeader.tsx";
import styles from "./wire.module.css";

/** How a body is shown: laid out, or exactly as its bytes are. */
export type BodyForm = "pretty" | "raw";

/** The line over a request or response: a heading in the inspector, a bar of its own in a tab. */
export function ViewTools({ title, children }: { title?: string | undefined; children: ReactNode }) {
  if (title) return <PanelHeader title={title}>{children}</PanelHeader>;
  return <div className={styles["tools"]}>{children}</div>;
}

interface BodyFormButtonProps {
  form: BodyForm;
  onChange(form: BodyForm): void;
  what: "request" | "response";
}

export function BodyFormButton({ form, onChange, what }: BodyFormButtonProps) {
  return (
    <IconButton
      size="small"
      label={form === "pretty" ? `Show the ${what} body raw` : `Show the ${what} body laid out`}
      aria-pressed={form === "pretty"}
      icon={<Braces aria-hidden="true" />}
      onClick={() => onChange(form === "pretty" ? "raw" : "pretty")}
    />
  );
}
