import { hasEnded } from "@shared/domain/job/job.ts";
import { useEffect, useState } from "react";
import type { Pass } from "../../../stores/run/pass.ts";
import { formatCost, formatDuration, formatSeconds } from "../../../ui/figures.ts";
import styles from "./InputsProgress.module.css";

/** Time so far, time left by the pace so far, and the cost of what is done where every price is known. */
export function PassFigures({ pass, done }: { pass: Pass; done: number }) {
  const { inputs, cells, job } = pass;
  const [now, setNow] = useState(() => Date.now());
  const going = job.state === "running";
  useEffect(() => {
    if (!going) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [going]);
  const spent = Math.max(0, (job.endedAt ?? now) - job.createdAt);
  const left = inputs.length - done;
  const perInput = done === 0 ? undefined : spent / done;
  const ended = Object.values(cells)
    .flat()
    .filter(({ state }) => state !== "running" && state !== "waiting");
  const known = ended.flatMap(({ costUsd }) => costUsd ?? []);
  const cost = known.reduce((sum, one) => sum + one, 0);
  return (
    <span className={styles["figures"]}>
      {job.state === "paused" ? "paused" : formatDuration(spent)}
      {!hasEnded(job) &&
        going &&
        left > 0 &&
        perInput !== undefined &&
        ` · about ${formatSeconds(Math.ceil((left * perInput) / 1000))} left`}
      {ended.length > 0 && ` · ${known.length === ended.length ? formatCost(cost) : "—"}`}
    </span>
  );
}
