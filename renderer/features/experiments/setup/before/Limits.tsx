import { scoreName } from "../../../../stores/experiments/setup/evaluator-edits.ts";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { NumberField } from "../../../../ui/NumberField.tsx";
import { Select } from "../../../../ui/Select.tsx";
import { Switch, SwitchLabel } from "../../../../ui/Switch.tsx";
import styles from "./Before.module.css";

const deltas = [0.02, 0.05, 0.1] as const;

/** Where it stops, how much runs at once, and what decides. */
export function Limits() {
  const { limits, verdict, evaluators, variants } = useSetup((state) => state.draft);
  const change = useSetup((state) => state.change);
  const setLimits = (next: Partial<typeof limits>) =>
    change((draft) => ({ ...draft, limits: { ...draft.limits, ...next } }));
  const setVerdict = (next: Partial<typeof verdict>) =>
    change((draft) => ({ ...draft, verdict: { ...draft.verdict, ...next } }));
  const scores = [...new Set([verdict.score, "pass", ...evaluators.map(scoreName)])];
  const margins = [...new Set([verdict.delta, ...deltas])].toSorted((a, b) => a - b);
  return (
    <div className={styles["limits"]}>
      <div className={styles["limit"]}>
        <span>Stop at</span>
        <span className={styles["field"]}>
          <span aria-hidden="true">$</span>
          <NumberField
            aria-label="Stop at so many US dollars"
            value={limits.cost}
            placeholder="no limit"
            min={0.0001}
            step={0.5}
            onChange={(cost) => setLimits({ cost })}
          />
        </span>
      </div>
      <div className={styles["limit"]}>
        <span>At the same time</span>
        <span className={styles["field"]}>
          <NumberField
            aria-label="Calls at the same time"
            value={limits.concurrency}
            placeholder="adapts"
            integer
            min={1}
            max={1_000}
            onChange={(concurrency) => setLimits({ concurrency })}
          />
          <span>calls</span>
        </span>
      </div>
      {variants.length > 1 && (
        <>
          <SwitchLabel className={styles["limit"]}>
            <span>Stop a variant once it is decided</span>
            <Switch
              label="Stop a variant once it is decided"
              checked={verdict.stop_when_decided === true}
              onChange={(on) => setVerdict({ stop_when_decided: on })}
            />
          </SwitchLabel>
          <div className={styles["limit"]}>
            <span>The verdict goes by</span>
            <Select
              aria-label="The score of the verdict"
              value={verdict.score}
              options={scores.map((score) => ({ value: score, label: score === "pass" ? "the row passes" : score }))}
              onChange={(score) => setVerdict({ score })}
            />
          </div>
          <div className={styles["limit"]}>
            <span>No difference is within</span>
            <Select
              aria-label="Margin within which there is no difference"
              value={String(verdict.delta)}
              options={margins.map((delta) => ({
                value: String(delta),
                label: `± ${Number((delta * 100).toFixed(2))} points`,
              }))}
              onChange={(delta) => setVerdict({ delta: Number(delta) })}
            />
          </div>
        </>
      )}
    </div>
  );
}
