import { Suspense } from "react";
import { useDraft } from "../../stores/draft/draft.ts";
import { isSetUp } from "../../stores/draft/variant-list.ts";
import { useSaving } from "../../stores/prompts/saving.ts";
import { useVersionActs } from "../../stores/prompts/version-acts.ts";
import { useForecast } from "../../stores/run/forecast.ts";
import { useView } from "../../stores/view.ts";
import { Boundary } from "../../ui/Boundary.tsx";
import { lateComponent } from "../../ui/late-component.ts";
import { growsWithWindow, SplitItem, SplitPane } from "../../ui/SplitPane.tsx";
import { useIsBlind } from "./compare/blind-vote.ts";
import { PreviewError } from "./errors/PreviewError.tsx";
import { Inspector } from "./inspector/Inspector.tsx";
import { NothingOpen } from "./NothingOpen.tsx";
import styles from "./Playground.module.css";
import { NoPrompt } from "./prompt/NoPrompt.tsx";
import { PromptPanel } from "./prompt/PromptPanel.tsx";
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
import { VariantsArea } from "./variants/VariantsArea.tsx";

const VersionCompare = lateComponent(async () => (await import("./prompt/VersionCompare.tsx")).VersionCompare);
const SaveDialog = lateComponent(async () => (await import("./save/SaveDialog.tsx")).SaveDialog);
const VersionDialogs = lateComponent(async () => (await import("./save/versions/VersionDialogs.tsx")).VersionDialogs);
const ForecastDialog = lateComponent(async () => (await import("./variants/ForecastDialog.tsx")).ForecastDialog);

/** Room to write in; a small window leaves more of it to the answers. */
const promptWidth = { large: 492, small: 360 };
const largeFrom = 1280;
const inspectorHeight = 232;

/** The playground: prompt, variants, and below both the inspector. Sizes are kept in the draft. */
export function Playground() {
  useFlushOnHide();
  useOpenPrompt();
  useComeBack();
  useLastAnswers();
  usePlaygroundCommands();
  const blind = useIsBlind();
  const { draft, loaded, loadError, saveError, setLayout } = useDraft();
  if (loadError) return <Failed error={loadError} />;
  if (!loaded) return null;
  if (!isSetUp(draft)) return <NothingOpen />;
  const { layout } = draft;
  const usualWidth = window.innerWidth >= largeFrom ? promptWidth.large : promptWidth.small;
  const inspectorOpen = layout["inspectorClosed"] !== true && !blind;
  return (
    <div className={styles["playground"]}>
      {saveError && <Failed error={saveError} />}
      <Previews />
      <ReopenedRun />
      <div className={styles["panes"]}>
        <SplitPane
          vertical
          onSizes={([, height]) => inspectorOpen && keepSize("inspectorHeight", height, setLayout)}
          onVisible={(index, visible) => index === 1 && !blind && setLayout("inspectorClosed", !visible)}
        >
          <SplitItem minSize={220} priority={growsWithWindow}>
            <SplitPane onSizes={([width]) => keepSize("promptWidth", width, setLayout)}>
              <SplitItem minSize={300} maxSize={640} preferredSize={sizeOf(layout["promptWidth"], usualWidth)}>
                {draft.openPrompt ? <PromptPanel /> : <NoPrompt />}
              </SplitItem>
              <SplitItem minSize={300} priority={growsWithWindow}>
                <VariantsArea />
              </SplitItem>
            </SplitPane>
          </SplitItem>
          <SplitItem
            minSize={120}
            snap
            visible={inspectorOpen}
            preferredSize={sizeOf(layout["inspectorHeight"], inspectorHeight)}
          >
            <Inspector />
          </SplitItem>
        </SplitPane>
      </div>
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
  const asks = useForecast((state) => state.asked !== null);
  return (
    <Boundary what="This dialog" about={[compared, saves, acts, asks].map(Boolean).join()}>
      <Suspense fallback={null}>
        {saves && <SaveDialog />}
        {acts && <VersionDialogs />}
        {asks && <ForecastDialog />}
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

function sizeOf(kept: number | boolean | string | undefined, usual: number): number {
  return typeof kept === "number" ? kept : usual;
}

function keepSize(name: string, size: number | undefined, setLayout: (name: string, value: number) => void): void {
  if (size !== undefined && size > 0) setLayout(name, Math.round(size));
}

function Failed({ error }: { error: Parameters<typeof PreviewError>[0]["error"] }) {
  return (
    <div className={styles["failed"]}>
      <PreviewError error={error} />
    </div>
  );
}
