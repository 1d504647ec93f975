import { TriangleAlert } from "lucide-react";
import { Button } from "./Button.tsx";
import { Notice } from "./Notice.tsx";
import { type ProviderNames, type SpendFigures, spendText } from "./spend-words.ts";

interface PassedLimitsProps {
  lines: readonly SpendFigures[];
  providers: ProviderNames;
  /** What goes on all the same, as in “The gateway”. */
  what: string;
  onLimits(): void;
}

/** Says that what runs by itself has passed limits of the day; nothing without one. */
export function PassedLimits({ lines, providers, what, onLimits }: PassedLimitsProps) {
  if (lines.length === 0) return null;
  return (
    <Notice
      tone="warn"
      icon={<TriangleAlert aria-hidden="true" />}
      actions={
        <Button size="small" onClick={onLimits}>
          Limits
        </Button>
      }
    >
      Past your limit: {lines.map((line) => spendText(line, providers)).join("; ")}. {what} goes on.
    </Notice>
  );
}
