import { ChartNoAxesColumn, ChevronLeft, ChevronRight } from "lucide-react";
import { useMemo } from "react";
import { useCompare } from "../../../stores/run/compare.ts";
import { useRuns } from "../../../stores/run/runs.ts";
import { formatCount, formatDuration, plural } from "../../../ui/figures.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { useIsBlind } from "../compare/blind-vote.ts";
import { type Spread, summarizeRepetitions } from "../compare/repetition-summary.ts";
import { useVariantRun } from "../runs/use-variant-run.ts";
import styles from "./RepetitionBar.module.css";

/** A pager over a variant's repetitions: how many answers there were, which are the same, how far they lie apart. */
export function RepetitionBar({ variantId }: { variantId: string }) {
  const runs = useRuns((state) => state.repetitions[variantId]);
  const shown = useRuns((state) => state.shown[variantId] ?? 0);
  const show = useRuns((state) => state.show);
  const visible = useVariantRun(variantId) !== undefined;
  const blind = useIsBlind();
  const summary = useMemo(() => (runs && runs.length > 1 ? summarizeRepetitions(runs) : undefined), [runs]);
  if (!runs || !summary || !visible) return null;
  const { groups, latency, length, finished, failed, stopped } = summary;
  const answered = finished - failed - stopped;
  const facts = [
    finished < runs.length ? `${finished} of ${runs.length} done` : undefined,
    failed > 0 ? `${failed} failed` : undefined,
    stopped > 0 ? `${stopped} stopped` : undefined,
    latency && spreadText(latency, formatDuration),
    length && `${spreadText(length, formatCount)} ${length.unit === "tokens" ? "tok" : "chars"}`,
  ].filter((fact) => fact !== undefined);
  return (
    <section className={styles["bar"]} aria-label="Repetitions">
      <div className={styles["row"]}>
        <IconButton
          size="small"
          label="Repetition before"
          icon={<ChevronLeft aria-hidden="true" />}
          disabled={shown === 0}
          onClick={() => show(variantId, shown - 1)}
        />
        <span className={styles["place"]}>
          {shown + 1} / {runs.length}
        </span>
        <IconButton
          size="small"
          label="Next repetition"
          icon={<ChevronRight aria-hidden="true" />}
          disabled={shown >= runs.length - 1}
          onClick={() => show(variantId, shown + 1)}
        />
        <span className={styles["groups"]}>
          {groups.slice(0, 6).map((group, index) => (
            <button
              key={group.text}
              type="button"
              className={styles["group"]}
              aria-pressed={group.repetitions.includes(shown)}
              title={`Answer ${index + 1}: ${plural(group.repetitions.length, "time")}`}
              onClick={() => show(variantId, group.repetitions[0] ?? 0)}
            >
              {group.repetitions.length > 1 ? `${group.repetitions.length} same` : "1 single"}
            </button>
          ))}
          {groups.length > 6 && <span>+{groups.length - 6}</span>}
        </span>
        {answered > 1 && <span className={styles["different"]}>{plural(groups.length, "answer")}</span>}
        {!blind && (
          <IconButton
            size="small"
            label="Charts of the repetitions"
            icon={<ChartNoAxesColumn aria-hidden="true" />}
            onClick={() => useCompare.getState().set({ charts: "repetitions" })}
          />
        )}
      </div>
      {facts.length > 0 && <p className={styles["facts"]}>{facts.join(" · ")}</p>}
    </section>
  );
}

/** "0.81 s–1.20 s, median 0.92 s", or one figure where there is no spread. */
function spreadText({ least, median, most }: Spread, format: (figure: number) => string): string {
  return least === most ? format(least) : `${format(least)}–${format(most)}, median ${format(median)}`;
}
