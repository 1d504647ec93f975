import { Info } from "lucide-react";
import type { RunView } from "../../../stores/run/runs.ts";
import { Notice } from "../../../ui/Notice.tsx";
import { outcomeNotice } from "./outcome-text.ts";

/** How far an answer got that did not come to its own end. */
export function OutcomeNotice({ run }: { run: RunView }) {
  if (!run.outcome) return null;
  const text = outcomeNotice(run.outcome, run.output);
  if (!text) return null;
  return (
    <Notice tone="warn" icon={<Info aria-hidden="true" />}>
      <span role="status">{text}</span>
    </Notice>
  );
}
