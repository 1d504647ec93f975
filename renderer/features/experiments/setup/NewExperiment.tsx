import { useEffect } from "react";
import { useSetup } from "../../../stores/experiments/setup/setup.ts";
import { useSetupPrompts } from "../../../stores/experiments/setup/setup-prompts.ts";
import { Boundary } from "../../../ui/Boundary.tsx";
import { Button } from "../../../ui/Button.tsx";
import { ErrorCard } from "../../../ui/ErrorCard.tsx";
import { BeforeStart } from "./before/BeforeStart.tsx";
import { EvaluatorsSection } from "./evaluators/EvaluatorsSection.tsx";
import { FirstSteps } from "./FirstSteps.tsx";
import styles from "./NewExperiment.module.css";
import { RowsSection } from "./rows/RowsSection.tsx";
import { SetupHeader } from "./SetupHeader.tsx";
import { SetupNotices } from "./SetupNotices.tsx";
import { RowPreview } from "./variants/RowPreview.tsx";
import { VariantsSection } from "./variants/VariantsSection.tsx";

/** Sets up an experiment on one page, in any order: rows, variants, evaluators, and what it comes to. */
export function NewExperiment() {
  const loaded = useSetup((state) => state.loaded);
  const error = useSetup((state) => state.error);
  const variants = useSetup((state) => state.draft.variants);
  useEffect(() => void useSetup.getState().load(), []);
  useEffect(() => useSetupPrompts.getState().ask(variants.map(({ prompt }) => prompt)), [variants]);
  useEffect(() => {
    const flush = () => {
      if (document.visibilityState === "hidden") void useSetup.getState().flush();
    };
    document.addEventListener("visibilitychange", flush);
    return () => document.removeEventListener("visibilitychange", flush);
  }, []);
  if (error) {
    return (
      <div className={styles["failed"]}>
        <ErrorCard
          title="The set-up that was kept cannot be read"
          text={error.message}
          actions={<Button onClick={() => void useSetup.getState().load()}>Try again</Button>}
        />
      </div>
    );
  }
  if (!loaded) return null;
  return (
    <section className={styles["view"]} aria-labelledby="new-experiment">
      <SetupHeader />
      <FirstSteps />
      <SetupNotices />
      <div className={styles["columns"]}>
        <div className={styles["column"]}>
          <Boundary what="The rows">
            <RowsSection />
          </Boundary>
          <Boundary what="The variants">
            <VariantsSection />
            <RowPreview />
          </Boundary>
        </div>
        <div className={styles["column"]}>
          <Boundary what="The evaluators">
            <EvaluatorsSection />
          </Boundary>
        </div>
        <div className={styles["before"]}>
          <Boundary what="What it comes to">
            <BeforeStart />
          </Boundary>
        </div>
      </div>
    </section>
  );
}
