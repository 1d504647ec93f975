import { Pause, Play, Square } from "lucide-react";
import { useInputsRun } from "../../../stores/inputs/inputs-run.ts";
import { Button } from "../../../ui/Button.tsx";
import { classNames } from "../../../ui/class-names.ts";
import { plural } from "../../../ui/figures.ts";
import styles from "./InputsProgress.module.css";
import { PassFigures } from "./PassFigures.tsx";

/** A pass over saved inputs: how far it is, what failed, what it cost; and each input's answers to look at. */
export function InputsProgress() {
  const { pass, pause, resume, stop, show, close } = useInputsRun();
  if (!pass) return null;
  const { inputs, results, state, shown } = pass;
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  const stopped = results.reduce((sum, result) => sum + result.stopped, 0);
  return (
    <section className={styles["pass"]} aria-label="Run over saved inputs">
      <div className={styles["row"]}>
        <b className={styles["count"]}>
          {results.length} / {inputs.length}
        </b>
        <progress className={styles["progress"]} value={results.length} max={inputs.length} aria-label="Inputs done" />
        <PassFigures pass={pass} />
        {failed > 0 && <span className={styles["failed"]}>{plural(failed, "run")} failed</span>}
        {stopped > 0 && <span>{plural(stopped, "run")} stopped</span>}
        {state === "running" && (
          <Button size="small" icon={<Pause aria-hidden="true" />} onClick={pause}>
            Pause
          </Button>
        )}
        {state === "paused" && (
          <Button size="small" icon={<Play aria-hidden="true" />} onClick={resume}>
            Resume
          </Button>
        )}
        {state !== "ended" && (
          <Button size="small" variant="ghost" icon={<Square aria-hidden="true" />} onClick={stop}>
            End
          </Button>
        )}
        {state === "ended" && (
          <>
            <Button size="small" onClick={() => close({ restore: true })}>
              Back to my values
            </Button>
            <Button size="small" variant="ghost" onClick={() => close({ restore: false })}>
              Keep these
            </Button>
          </>
        )}
      </div>
      <div className={styles["inputs"]}>
        {inputs.map(({ id, name }) => {
          const result = results.find(({ input }) => input.id === id);
          return (
            <button
              key={id}
              type="button"
              className={classNames(styles["input"], result && result.failed > 0 && styles["failed"])}
              aria-current={shown === id}
              disabled={!result || state === "running"}
              onClick={() => show(id)}
            >
              {name}
              {result && result.failed > 0 ? ` · ${result.failed} failed` : ""}
              {result && result.stopped > 0 ? ` · ${result.stopped} stopped` : ""}
              {!result && shown === id ? " · running" : ""}
            </button>
          );
        })}
      </div>
    </section>
  );
}
