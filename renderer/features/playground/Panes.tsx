import { useDraft } from "../../stores/draft/draft.ts";
import { growsWithWindow, SplitItem, SplitPane } from "../../ui/SplitPane.tsx";
import { useWindowRoom, type WindowForm } from "../../ui/window-form.ts";
import { useIsBlind } from "./compare/blind-vote.ts";
import { Inspector } from "./inspector/Inspector.tsx";
import { InspectorStrip } from "./inspector/InspectorStrip.tsx";
import { useInspectorPlace } from "./inspector/inspector-place.ts";
import styles from "./Playground.module.css";
import { NoPrompt } from "./prompt/NoPrompt.tsx";
import { PromptPanel } from "./prompt/PromptPanel.tsx";
import { VariantsArea } from "./variants/VariantsArea.tsx";

/** Of the prompt, in pixels: room to write in; a window with less leaves more of it to the answers. */
const promptWidths: Record<Exclude<WindowForm, "small">, { usual: number; most: number }> = {
  wide: { usual: 492, most: 640 },
  medium: { usual: 360, most: 420 },
  narrow: { usual: 392, most: 420 },
};
const inspectorHeight = 232;

/**
 * Prompt, answers and inspector. With less room they fold by themselves, the answers last: the inspector is a strip that
 * opens over the page, variants stand one at a time, and in a small window the prompt is a tab beside them.
 */
export function Panes() {
  const { form } = useWindowRoom();
  const blind = useIsBlind();
  const { place, setOpen } = useInspectorPlace();
  const kept = useDraft((state) => state.draft.layout["inspectorHeight"]);
  const setLayout = useDraft((state) => state.setLayout);
  return (
    <div className={styles["panes"]}>
      <div className={styles["split"]}>
        <SplitPane
          vertical
          onSizes={([, height]) => place === "panel" && keepSize("inspectorHeight", height, setLayout)}
          onVisible={(index, visible) => index === 1 && !blind && setOpen(visible)}
        >
          <SplitItem minSize={220} priority={growsWithWindow}>
            {form === "small" ? <VariantsArea prompt={<Prompt />} /> : <SideBySide key={form} form={form} />}
          </SplitItem>
          <SplitItem
            minSize={120}
            snap
            visible={place === "panel"}
            preferredSize={typeof kept === "number" ? kept : inspectorHeight}
          >
            {place === "panel" && <Inspector />}
          </SplitItem>
        </SplitPane>
      </div>
      {place === "closed" && !blind && form !== "small" && <InspectorStrip onOpen={() => setOpen(true)} />}
      {place === "page" && (
        <div className={styles["over"]}>
          <Inspector />
        </div>
      )}
    </div>
  );
}

function SideBySide({ form }: { form: Exclude<WindowForm, "small"> }) {
  const kept = useDraft((state) => state.draft.layout["promptWidth"]);
  const setLayout = useDraft((state) => state.setLayout);
  const { usual, most } = promptWidths[form];
  // What was dragged in a wide window is not what one would choose in a smaller one.
  const width = form === "wide" && typeof kept === "number" ? kept : usual;
  return (
    <SplitPane onSizes={([size]) => form === "wide" && keepSize("promptWidth", size, setLayout)}>
      <SplitItem minSize={300} maxSize={most} preferredSize={width}>
        <Prompt />
      </SplitItem>
      <SplitItem minSize={300} priority={growsWithWindow}>
        <VariantsArea />
      </SplitItem>
    </SplitPane>
  );
}

function Prompt() {
  const isOpen = useDraft((state) => state.draft.openPrompt !== null);
  return isOpen ? <PromptPanel /> : <NoPrompt />;
}

function keepSize(name: string, size: number | undefined, setLayout: (name: string, value: number) => void): void {
  if (size !== undefined && size > 0) setLayout(name, Math.round(size));
}
