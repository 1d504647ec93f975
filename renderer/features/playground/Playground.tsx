import { Suspense } from "react";
import { useDraft } from "../../stores/draft/draft.ts";
import { isSetUp } from "../../stores/draft/variant-list.ts";
import { useSaving } from "../../stores/prompts/saving.ts";
import { useVersionActs } from "../../stores/prompts/version-acts.ts";
import { useCompare } from "../../stores/run/compare.ts";
import { useForecast } from "../../stores/run/forecast.ts";
import { useView } from "../../stores/view.ts";
import { Boundary } from "../../ui/Boundary.tsx";
import { lateComponent } from "../../ui/late-component.ts";
import { PreviewError } from "./errors/PreviewError.tsx";
import { NothingOpen } from "./NothingOpen.tsx";
import { Panes } from "./Panes.tsx";
import styles from "./Playground.module.css";
import { ReopenedRun } from "./ReopenedRun.tsx";
import { OpenLinkDialog } from "./text/OpenLinkDialog.tsx";
import {
  useComeBack,
  useFlushOnHide,
  useLastAnswers,
  useOpenPrompt,
  usePlaygroundCommands,
  usePreviews,
} from "./use-playground.ts";

const VersionCompare = lateComponent(async () => (await import("./prompt/VersionCompare.tsx")).VersionCompare);
const SaveDialog = lateComponent(async () => (await import("./save/SaveDialog.tsx")).SaveDialog);
const VersionDialogs = lateComponent(async () => (await import("./save/versions/VersionDialogs.tsx")).VersionDialogs);
const ShareDialog = lateComponent(async () => (await import("./compare/ShareDialog.tsx")).ShareDialog);
const ChartsDialog = lateComponent(async () => (await import("./charts/ChartsDialog.tsx")).ChartsDialog, "onDemand");
const ForecastDialog = lateComponent(async () => (await import("./variants/ForecastDialog.tsx")).ForecastDialog);

/** The playground: prompt, variants, and below both the inspector. Sizes are kept in the draft. */
export function Playground() {
  useFlushOnHide();
  useOpenPrompt();
  useComeBack();
  useLastAnswers();
  usePlaygroundCommands();
  const { draft, loaded, loadError, saveError } = useDraft();
  if (loadError) return <Failed error={loadError} />;
  if (!loaded) return null;
  if (!isSetUp(draft)) return <NothingOpen />;
  return (
    <div className={styles["playground"]}>
      {saveError && <Failed error={saveError} />}
      <Previews />
      <ReopenedRun />
      <Panes />
      <Dialogs />
      <OpenLinkDialog />
    </div>
  );
}

/** What opens over the playground. */
function Dialogs() {
  const compared = useView((state) => state.compared);
  const saves = useSaving((state) => state.open);
  const acts = useVersionActs((state) => state.act !== null);
  const shares = useCompare((state) => state.shareOpen);
  const charts = useCompare((state) => state.charts !== null);
  const asks = useForecast((state) => state.asked !== null);
  return (
    <Boundary what="This dialog" about={[compared, saves, acts, asks, shares, charts].map(Boolean).join()}>
      <Suspense fallback={null}>
        {saves && <SaveDialog />}
        {acts && <VersionDialogs />}
        {asks && <ForecastDialog />}
        {shares && <ShareDialog />}
        {charts && <ChartsDialog />}
        {compared && <VersionCompare from={compared.from} to={compared.to} />}
      </Suspense>
    </Boundary>
  );
}

/** Apart: it follows every keystroke, and what is around it does not. */
function Previews() {
  usePreviews();
  return null;
}

function Failed({ error }: { error: Parameters<typeof PreviewError>[0]["error"] }) {
  return (
    <div className={styles["failed"]}>
      <PreviewError error={error} />
    </div>
  );
}
