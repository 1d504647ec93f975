import { useExperimentView } from "../../stores/experiments/experiment-view.ts";
import { Boundary } from "../../ui/Boundary.tsx";
import type { CellViews } from "./cell/cell-views.ts";
import { ExperimentList } from "./list/ExperimentList.tsx";
import { ExperimentPage } from "./page/ExperimentPage.tsx";
import { NewExperiment } from "./setup/NewExperiment.tsx";

/** Experiments: which there are, a new one, and what one says. */
export function Experiments(views: CellViews) {
  const place = useExperimentView((state) => state.place);
  return (
    <Boundary what="This page" about={place}>
      {place.page === "list" && <ExperimentList />}
      {place.page === "new" && <NewExperiment />}
      {place.page === "experiment" && <ExperimentPage key={place.id} jobId={place.id} {...views} />}
    </Boundary>
  );
}
