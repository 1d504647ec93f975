import type { Exchange } from "@shared/domain/wire/wire.ts";
import { Pause, Play, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useInspector } from "../../../stores/run/inspector.ts";
import { formatDuration } from "../../../ui/figures.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import styles from "./Scrubber.module.css";
import { framesAt } from "./scrubbing.ts";

/** Reads a stream again: drag, step with the arrow keys, or play it at its own speed; the answer follows. */
export function Scrubber({ runId, exchange }: { runId: string; exchange: Exchange }) {
  const scrub = useInspector((state) => state.scrub);
  const setScrub = useInspector((state) => state.setScrub);
  const [playing, setPlaying] = useState(false);
  const { frames } = exchange;
  const mine = scrub?.exchangeId === exchange.id ? scrub : null;
  const arrived = mine?.frames ?? frames.length;
  const set = (count: number) => setScrub({ runId, exchangeId: exchange.id, frames: count });

  // biome-ignore lint/correctness/useExhaustiveDependencies: it starts where the scrubber stands when it is pressed
  useEffect(() => {
    if (!playing) return;
    const first = arrived >= frames.length ? 0 : arrived;
    const began = performance.now() - (frames[first]?.at ?? 0);
    let next = requestAnimationFrame(function step() {
      const count = framesAt(frames, performance.now() - began);
      set(count);
      if (count >= frames.length) setPlaying(false);
      else next = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(next);
  }, [playing, exchange.id]);

  // Leaving the events leaves the answer whole.
  useEffect(() => () => setScrub(null), [setScrub]);

  return (
    <div className={styles["scrubber"]}>
      <IconButton
        size="small"
        label={playing ? "Pause" : "Play the stream again"}
        icon={playing ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
        onClick={() => setPlaying(!playing)}
      />
      <input
        type="range"
        className={styles["range"]}
        aria-label="Frames arrived"
        aria-valuetext={`${arrived} of ${frames.length} frames`}
        min={0}
        max={frames.length}
        value={arrived}
        onChange={(event) => {
          setPlaying(false);
          set(Number(event.target.value));
        }}
      />
      <output className={styles["place"]}>
        {arrived}/{frames.length} · {formatDuration(frames[arrived - 1]?.at ?? 0)}
      </output>
      {mine && (
        <IconButton
          size="small"
          label="Show the whole answer"
          icon={<X aria-hidden="true" />}
          onClick={() => {
            setPlaying(false);
            setScrub(null);
          }}
        />
      )}
    </div>
  );
}
