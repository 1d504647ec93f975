import { FlaskConical } from "lucide-react";
import { openSample } from "../../../stores/experiments/setup/sample.ts";
import { isEmptySetup, useSetup } from "../../../stores/experiments/setup/setup.ts";
import { Button } from "../../../ui/Button.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import styles from "./SetupNotices.module.css";

/** Where nothing is set up yet: what an experiment is made of, and one that runs at once. */
export function FirstSteps() {
  const empty = useSetup(isEmptySetup);
  if (!empty) return null;
  return (
    <div className={styles["notices"]}>
      <Notice
        tone="accent"
        icon={<FlaskConical aria-hidden="true" />}
        actions={
          <Button size="small" onClick={() => void openSample()}>
            Open the sample experiment
          </Button>
        }
      >
        Choose rows and at least one variant, say how answers are judged, and start. The sample has all of it and needs
        no key.
      </Notice>
    </div>
  );
}
