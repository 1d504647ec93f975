import { Braces } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../../../ui/IconButton.tsx";
import styles from "./wire.module.css";

/** How a body is shown: laid out, or exactly as its bytes are. */
export type BodyForm = "pretty" | "raw";

/** The line of figures and buttons over a request or response. */
export function ViewTools({ children }: { children: ReactNode }) {
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
