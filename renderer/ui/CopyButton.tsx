import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "./IconButton.tsx";

interface CopyButtonProps {
  /** The text, or a function for one that is costly to build. */
  text: string | (() => string);
  label?: string;
}

/** Copies a text; says so for a moment, also when the browser refuses. */
export function CopyButton({ text, label = "Copy" }: CopyButtonProps) {
  const [state, setState] = useState<"ready" | "copied" | "refused">("ready");

  useEffect(() => {
    if (state === "ready") return;
    const timer = setTimeout(() => setState("ready"), 1600);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = () =>
    navigator.clipboard.writeText(typeof text === "string" ? text : text()).then(
      () => setState("copied"),
      () => setState("refused"),
    );
  const labels = { ready: label, copied: "Copied", refused: "The clipboard is not allowed here" };
  return (
    <IconButton
      size="small"
      label={labels[state]}
      icon={state === "copied" ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      onClick={copy}
    />
  );
}
