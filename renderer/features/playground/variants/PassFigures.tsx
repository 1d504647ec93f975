import { useEffect, useState } from "react";
import type { InputsPass } from "../../../stores/inputs/inputs-run.ts";
import { formatCost, formatDuration, formatSeconds } from "../../../ui/figures.ts";
import styles from "./InputsProgress.module.css";

/** Time so far, time left by the pace so far, and the cost of what is done where every price is known. */
export function PassFigures({ pass }: { pass: InputsPass }) {
  const { inputs, results, state, startedAt } = pass;
  const [now, setNow] = useState(() => Date.now());
  const going = state === "running";
  useEffect(() => {
    if (!going) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [going]);
  const spent = Math.max(0, now - startedAt);
  const left = inputs.length - results.length;
  const perInput = results.length === 0 ? undefined : spent / results.length;
  const costs = results.flatMap(({ runs }) =>
    Object.values(runs)
      .flat()
      .map(({ metrics }) => metrics?.cost?.usd),
  );
  const known = costs.filter((cost) => cost !== undefined);
  const cost = known.reduce((sum, one) => sum + one, 0);
  return (
    <span className={styles["figures"]}>
      {state === "paused" ? "paused" : formatDuration(spent)}
      {going &&
        left > 0 &&
        perInput !== undefined &&
        ` · about ${formatSeconds(Math.ceil((left * perInput) / 1000))} left`}
      {costs.length > 0 && ` · ${known.length === costs.length ? formatCost(cost) : "—"}`}
    </span>
  );
}
