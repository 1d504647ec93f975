import { useInspector } from "../../../stores/run/inspector.ts";
import type { RunView } from "../../../stores/run/runs.ts";
import { Button } from "../../../ui/Button.tsx";
import { formatDuration } from "../../../ui/figures.ts";
import { Notice } from "../../../ui/Notice.tsx";
import styles from "./Scrubber.module.css";
import { scrubPlace } from "./scrubbing.ts";

/** Says over an answer that the scrubber holds it, and where: it must not be taken for the whole one. */
export function ScrubNote({ run }: { run: RunView | undefined }) {
  const scrub = useInspector((state) => state.scrub);
  const setScrub = useInspector((state) => state.setScrub);
  const place = scrubPlace(run, scrub);
  if (!place) return null;
  return (
    <div className={styles["note"]}>
      <Notice
        tone="accent"
        actions={
          <Button size="small" onClick={() => setScrub(null)}>
            Show the whole answer
          </Button>
        }
      >
        Frame {place.frame} of {place.of} · {formatDuration(place.at)}
      </Notice>
    </div>
  );
}
