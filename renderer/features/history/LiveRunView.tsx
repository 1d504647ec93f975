import type { AppError } from "@shared/domain/error/error.ts";
import { Square, StepForward } from "lucide-react";
import { type ComponentType, useState } from "react";
import { errorProps } from "../../stores/error-props.ts";
import { type LiveRun, useLiveRun } from "../../stores/run/live-run.ts";
import type { RunView } from "../../stores/run/runs.ts";
import { Button } from "../../ui/Button.tsx";
import { Chip } from "../../ui/Chip.tsx";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import { formatDuration } from "../../ui/figures.ts";
import styles from "./History.module.css";

const speeds = { recorded: "at 1×", fast: "fast", step: "frame by frame" } as const;

interface LiveRunViewProps {
  live: LiveRun;
  Answer: ComponentType<{ run: RunView }>;
}

/** A run under way that was started here: made again, or a recording that is played. */
export function LiveRunView({ live: { view, speed, place }, Answer }: LiveRunViewProps) {
  const { step, stop } = useLiveRun.getState();
  const [error, setError] = useState<AppError | null>(null);
  const take = (frames: number) => void step(frames).then(setError);
  return (
    <section className={styles["detail"]} aria-label="Run under way">
      <header className={styles["header"]}>
        <div className={styles["line"]}>
          <h2 className={styles["name"]}>{speed === null ? "Running again" : `Replaying ${speeds[speed]}`}</h2>
          {speed !== null && <Chip tone="warn">replayed: nothing leaves this machine</Chip>}
        </div>
        <div className={styles["line"]}>
          {speed === "step" && (
            <>
              <Button
                size="small"
                variant="primary"
                icon={<StepForward aria-hidden="true" size={14} />}
                onClick={() => take(1)}
              >
                Next frame
              </Button>
              <Button size="small" onClick={() => take(10)}>
                10 frames
              </Button>
              <Button size="small" onClick={() => take(100_000)}>
                To the end
              </Button>
              {place && (
                <span className={styles["place"]} role="status">
                  Frame {place.frame} of {place.of} · {formatDuration(place.at)}
                </span>
              )}
            </>
          )}
          <Button size="small" icon={<Square aria-hidden="true" size={13} />} onClick={stop}>
            Stop
          </Button>
        </div>
        {error !== null && <ErrorCard {...errorProps(error)} />}
      </header>
      <div className={styles["live"]}>
        <Answer run={view} />
      </div>
    </section>
  );
}
