import { useEffect } from "react";
import { errorProps } from "../../../stores/error-props.ts";
import { useSetupText } from "../../../stores/experiments/setup-text.ts";
import { CodeBlock } from "../../../ui/CodeBlock.tsx";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { ErrorCard } from "../../../ui/ErrorCard.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import styles from "./ExperimentPage.module.css";
import { SetupSummary } from "./SetupSummary.tsx";

/** How it was set up: frozen at its start, and the file that runs it again. */
export function ExperimentSetupText({ jobId }: { jobId: string }) {
  const { yaml, setup, rows, error } = useSetupText();
  useEffect(() => {
    const stop = new AbortController();
    void useSetupText.getState().load(jobId, stop.signal);
    return () => stop.abort();
  }, [jobId]);
  return (
    <section className={styles["text"]} aria-label="Set-up">
      {error !== null && <ErrorCard {...errorProps(error)} />}
      {error === null && yaml === null && <Spinner label="Loading the set-up" />}
      {setup !== null && <SetupSummary setup={setup} rows={rows} />}
      {yaml !== null && (
        <>
          <p className={styles["lead"]}>
            Frozen at the start: rows, prompts, evaluators, seed and limits, as the file that runs it again.
            <CopyButton text={yaml} label="Copy as YAML" />
          </p>
          <CodeBlock text={yaml} label="experiment.yaml" />
        </>
      )}
    </section>
  );
}
