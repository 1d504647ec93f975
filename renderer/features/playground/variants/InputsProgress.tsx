import { hasEnded } from "@shared/domain/job/job.ts";
import { Pause, Play, RotateCcw, Square, Table2 } from "lucide-react";
import { useApp } from "../../../stores/app.ts";
import { useExperimentView } from "../../../stores/experiments/experiment-view.ts";
import { doneInputs, usePass } from "../../../stores/run/pass.ts";
import { Button } from "../../../ui/Button.tsx";
import { plural } from "../../../ui/figures.ts";
import { Notice } from "../../../ui/Notice.tsx";
import styles from "./InputsProgress.module.css";
import { PassFigures } from "./PassFigures.tsx";
import { PassList } from "./PassList.tsx";
import { useIsOfOpenPrompt } from "./UnfinishedJobs.tsx";

/** A pass over saved inputs: how far it is, what failed, what it cost; and each input's answers to look at. */
export function InputsProgress() {
  const { pass, error, pause, resume, stop, close, retryUncertain } = usePass();
  const inSight = useIsOfOpenPrompt(pass);
  if (!pass || !inSight) return null;
  const { inputs, cells, job, starting } = pass;
  const { state } = job;
  const ended = hasEnded(job);
  const done = doneInputs(pass);
  const all = Object.values(cells).flat();
  const count = (of: string) => all.filter((cell) => cell.state === of).length;
  const [failed, stopped, uncertain] = [count("failed"), count("stopped"), count("uncertain")];
  return (
    <section className={styles["pass"]} aria-label="Run over saved inputs">
      <div className={styles["row"]}>
        <b className={styles["count"]}>
          {done.length} / {inputs.length}
        </b>
        <progress className={styles["progress"]} value={done.length} max={inputs.length} aria-label="Inputs done" />
        <PassFigures pass={pass} done={done.length} />
        {starting && <span role="status">{done.length === 0 ? "starting…" : "going on…"}</span>}
        {failed > 0 && <span className={styles["failed"]}>{plural(failed, "run")} failed</span>}
        {stopped > 0 && <span>{plural(stopped, "run")} stopped</span>}
        {uncertain > 0 && <span className={styles["failed"]}>{plural(uncertain, "request")} may have left before</span>}
        {uncertain > 0 && (
          <Button size="small" icon={<RotateCcw aria-hidden="true" />} onClick={() => void retryUncertain()}>
            Send those again
          </Button>
        )}
        {state === "running" && (
          <Button size="small" icon={<Pause aria-hidden="true" />} onClick={() => void pause()}>
            Pause
          </Button>
        )}
        {state === "paused" && (
          <Button size="small" icon={<Play aria-hidden="true" />} onClick={() => void resume()}>
            Resume
          </Button>
        )}
        {!ended && (
          <Button size="small" variant="ghost" icon={<Square aria-hidden="true" />} onClick={() => void stop()}>
            End
          </Button>
        )}
        <Button size="small" variant="ghost" icon={<Table2 aria-hidden="true" />} onClick={() => showGrid(job.id)}>
          Grid
        </Button>
        {ended && (
          <>
            <Button size="small" onClick={() => close({ use: false })}>
              Back to my values
            </Button>
            <Button size="small" variant="ghost" onClick={() => close({ use: true })}>
              Use these values
            </Button>
          </>
        )}
      </div>
      {job.notice && <Notice tone="warn">{job.notice}</Notice>}
      {error && <Notice tone="warn">{error.message}</Notice>}
      <PassList pass={pass} />
    </section>
  );
}

/** Every input with every answer, as rows of the experiments' grid. */
function showGrid(jobId: string): void {
  useExperimentView.getState().open(jobId);
  useApp.getState().show("experiments");
}
