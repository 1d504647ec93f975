import type { JobView } from "@shared/domain/job/job.ts";
import { Pause, Play, RotateCcw, Square } from "lucide-react";
import { useEffect } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { valuesKey } from "../../../stores/draft/values-key.ts";
import { type Pass, usePass } from "../../../stores/run/pass.ts";
import { type JobAction, useUnfinishedJobs } from "../../../stores/run/unfinished-jobs.ts";
import { Button } from "../../../ui/Button.tsx";
import { plural } from "../../../ui/figures.ts";
import { Notice } from "../../../ui/Notice.tsx";
import styles from "./InputsProgress.module.css";

/** Milliseconds between two looks at what other processes do. */
const lookEvery = 3_000;

/** Jobs that are shown nowhere else: of other processes, left by a crash, or of a prompt that is not open. */
export function UnfinishedJobs() {
  const { jobs, aside, error, load } = useUnfinishedJobs();
  const pass = usePass((state) => state.pass);
  const passInSight = useIsOfOpenPrompt(pass);
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") void load();
    };
    const timer = setInterval(look, lookEvery);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [load]);
  // Of this window's own jobs the runs are in their columns, and a pass is in its strip.
  const isOutOfSight = ({ id, owner }: JobView) =>
    owner !== "this" || aside.includes(id) || (id === pass?.job.id && !passInSight);
  const others = jobs.filter(isOutOfSight);
  if (others.length === 0 && error === null) return null;
  return (
    <section className={styles["pass"]} aria-label="Unfinished jobs">
      {error && <Notice tone="warn">{error.message}</Notice>}
      {others.map((job) => (
        <UnfinishedJob key={job.id} job={job} />
      ))}
    </section>
  );
}

function UnfinishedJob({ job }: { job: JobView }) {
  const act = useUnfinishedJobs((state) => state.act);
  const asked = useUnfinishedJobs((state) => state.asked[job.id]);
  const { id, title, cells, counts, owner, state, wish } = job;
  const ended = cells - counts.waiting - counts.running;
  const button = (action: JobAction, label: string, icon: React.ReactNode) => (
    <Button
      size="small"
      variant={action === "cancel" ? "ghost" : "quiet"}
      icon={icon}
      disabled={asked !== undefined}
      onClick={() => void act(id, action)}
    >
      {label}
    </Button>
  );
  const paused = state === "paused";
  return (
    <div className={styles["row"]}>
      <b className={styles["count"]}>
        {ended} / {cells}
      </b>
      <span className={styles["title"]}>{title}</span>
      {asked ? <span role="status">{askedWords[asked]}</span> : <span>{whereOf(job)}</span>}
      {counts.uncertain > 0 && (
        <span className={styles["failed"]}>
          {plural(counts.uncertain, "request")} may have left before Promptscope stopped
        </span>
      )}
      {wish && <span>asked to {wish}</span>}
      {owner === "none" || paused
        ? button("resume", counts.uncertain > 0 ? "Go on without those" : "Resume", <Play aria-hidden="true" />)
        : button("pause", "Pause", <Pause aria-hidden="true" />)}
      {owner === "none" &&
        counts.uncertain > 0 &&
        button("retry", "Send those again", <RotateCcw aria-hidden="true" />)}
      {button("cancel", "End", <Square aria-hidden="true" />)}
    </div>
  );
}

/** Taking up a large job takes a while. */
const askedWords: Record<JobAction, string> = {
  pause: "pausing…",
  resume: "going on…",
  cancel: "ending…",
  retry: "going on…",
};

function whereOf({ owner, ownerPid, state }: JobView): string {
  if (owner === "other") return `${state} in process ${ownerPid ?? ""}`;
  if (owner === "this") return state;
  return state === "paused" ? "paused" : "interrupted";
}

/** A pass belongs to its prompt and is shown with it. */
export function useIsOfOpenPrompt(pass: Pass | null): boolean {
  return useDraft(
    ({ draft }) => pass !== null && draft.openPrompt !== null && valuesKey(draft.openPrompt) === pass.prompt,
  );
}
