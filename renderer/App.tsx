import { Suspense, useEffect, useRef, useState } from "react";
import styles from "./App.module.css";
import { SavedInputs } from "./features/inputs/SavedInputs.tsx";
import { Library } from "./features/library/Library.tsx";
import { NewPrompts } from "./features/new-prompt/NewPrompts.tsx";
import { AnswerDiff } from "./features/playground/compare/AnswerDiff.tsx";
import { RunComparison, RunReport } from "./features/playground/inspector/late-reports.tsx";
import { RunAnswer } from "./features/playground/inspector/RunAnswer.tsx";
import { Playground } from "./features/playground/Playground.tsx";
import { ConnectionLost } from "./features/shell/ConnectionLost.tsx";
import { DemoBanner } from "./features/shell/DemoBanner.tsx";
import { Rail } from "./features/shell/Rail.tsx";
import { SkipLinks } from "./features/shell/SkipLinks.tsx";
import { StartFailure } from "./features/shell/StartFailure.tsx";
import { StatusBar } from "./features/shell/StatusBar.tsx";
import { TopBar } from "./features/shell/TopBar.tsx";
import { useFileDropGuard } from "./features/shell/use-file-drop-guard.ts";
import { mayRunNow, useGlobalKeys } from "./features/shell/use-global-keys.ts";
import { useShellCommands } from "./features/shell/use-shell-commands.ts";
import { useTheme } from "./features/shell/use-theme.ts";
import { useWorkspace } from "./features/shell/use-workspace.ts";
import { Transfers } from "./features/transfer/Transfers.tsx";
import { useApp } from "./stores/app.ts";
import { useCommands } from "./stores/commands.ts";
import { useDraft } from "./stores/draft/draft.ts";
import { useGateway } from "./stores/gateway/gateway.ts";
import { useEdits } from "./stores/prompts/edits.ts";
import { useSettings } from "./stores/settings/settings.ts";
import { useView } from "./stores/view.ts";
import { Boundary } from "./ui/Boundary.tsx";
import { FloatingPlace } from "./ui/floating-place.ts";
import { lateComponent, loadAhead } from "./ui/late-component.ts";
import { paneAttribute, rememberFocus } from "./ui/panes.ts";
import { SplitItem, SplitPane } from "./ui/SplitPane.tsx";
import { useWindowRoom } from "./ui/window-form.ts";

const Experiments = lateComponent(async () => (await import("./features/experiments/Experiments.tsx")).Experiments);
const History = lateComponent(async () => (await import("./features/history/History.tsx")).History);
const Gateway = lateComponent(async () => (await import("./features/gateway/Gateway.tsx")).Gateway);
const Models = lateComponent(async () => (await import("./features/models/Models.tsx")).Models);
const Settings = lateComponent(async () => (await import("./features/settings/Settings.tsx")).Settings);
const Palette = lateComponent(async () => (await import("./features/palette/Palette.tsx")).Palette);

/** The window. Waits for settings and draft, so that nothing is drawn twice. */
export function App() {
  const error = useApp((state) => state.error);
  const settingsError = useSettings((state) => state.error);
  const theme = useSettings((state) => state.settings?.preferences.theme ?? "system");
  const ready = useSettings((state) => state.settings !== null);
  const draftRead = useDraft((state) => state.loaded || state.loadError !== null);
  useTheme(theme);
  useFileDropGuard();

  useEffect(load, []);

  const failure = error ?? (ready ? null : settingsError);
  if (failure !== null) return <StartFailure error={failure} onRetry={load} />;
  return ready && draftRead ? <Window /> : null;
}

function load(): void {
  void useApp.getState().load();
  void useSettings.getState().load();
  void useDraft.getState().load();
  void useEdits.getState().load();
}

function Window() {
  const view = useApp((state) => state.view);
  const paletteOpen = useApp((state) => state.paletteOpen);
  const [main, setMain] = useState<HTMLElement | null>(null);
  useGlobalKeys();
  useShellCommands();
  useWorkspace();
  useEffect(() => {
    const stop = new AbortController();
    void useApp.getState().followHostCommands(stop.signal, mayRunNow);
    void useGateway.getState().follow(stop.signal);
    const stopLoading = loadAhead();
    const stopRemembering = rememberFocus();
    return () => {
      stop.abort();
      stopLoading();
      stopRemembering();
    };
  }, []);

  return (
    <FloatingPlace value={main}>
      <div className={styles["window"]}>
        <SkipLinks />
        <ConnectionLost />
        <Boundary what="The bar at the top">
          <TopBar />
        </Boundary>
        <div className={styles["middle"]}>
          <Rail />
          <main
            ref={setMain}
            className={styles["main"]}
            tabIndex={-1}
            {...(view === "playground" ? {} : { [paneAttribute]: "view" })}
          >
            <Boundary what="This view" about={view}>
              <Suspense fallback={null}>
                {view === "settings" && <Settings />}
                {view === "experiments" && <Experiments Report={RunReport} Diff={AnswerDiff} />}
                {view === "history" && <History Report={RunReport} Comparison={RunComparison} Answer={RunAnswer} />}
                {view === "models" && <Models />}
                {view === "gateway" && <Gateway Report={RunReport} />}
              </Suspense>
              {view === "playground" && <PlaygroundView />}
            </Boundary>
          </main>
        </div>
        <Boundary what="The status bar">
          <StatusBar />
        </Boundary>
        <Boundary what="The palette" about={paletteOpen}>
          <Suspense fallback={null}>{paletteOpen && <Palette />}</Suspense>
        </Boundary>
        <Boundary what="New prompts">
          <NewPrompts />
          <Transfers />
        </Boundary>
      </div>
    </FloatingPlace>
  );
}

function PlaygroundView() {
  const { form } = useWindowRoom();
  const libraryOpen = useDraft((state) => state.draft.layout["library.open"] !== false);
  const setLayout = useDraft((state) => state.setLayout);
  const width = useDraft.getState().draft.layout["library.width"];
  if (form !== "wide") {
    return (
      <div className={styles["column"]}>
        <LibraryOver />
        <PlaygroundColumn />
      </div>
    );
  }
  return (
    <SplitPane
      onSizes={([library]) => {
        if (library !== undefined && library > 0) setLayout("library.width", Math.round(library));
      }}
      onVisible={(index, visible) => {
        if (index === 0) setLayout("library.open", visible);
      }}
    >
      <SplitItem
        preferredSize={typeof width === "number" ? width : 232}
        minSize={180}
        maxSize={480}
        snap
        visible={libraryOpen}
      >
        <LibraryColumn />
      </SplitItem>
      <SplitItem minSize={480}>
        <PlaygroundColumn />
      </SplitItem>
    </SplitPane>
  );
}

function PlaygroundColumn() {
  return (
    <div className={styles["column"]}>
      <DemoBanner />
      <div className={styles["playground"]}>
        <Playground />
      </div>
    </div>
  );
}

function LibraryColumn() {
  return (
    <div className={styles["library"]} tabIndex={-1} {...{ [paneAttribute]: "library" }}>
      <div className={styles["prompts"]}>
        <Boundary what="The list of prompts">
          <Library />
        </Boundary>
      </div>
      <Boundary what="The saved inputs">
        <SavedInputs />
      </Boundary>
    </div>
  );
}

/** The library over the page, where there is no room beside it; away again with Escape, a click beside it, or its prompt. */
function LibraryOver() {
  const isOpen = useView((state) => state.libraryOver);
  const prompt = useDraft((state) => state.draft.openPrompt);
  const pane = useRef<HTMLDivElement>(null);
  const openedAt = useRef(prompt);
  useEffect(() => {
    if (openedAt.current !== prompt) closeLibrary();
    openedAt.current = prompt;
  }, [prompt]);
  // Its own key opens it. Away it stays as it is: what it reads (prompts, saved inputs) is needed elsewhere too.
  useEffect(() => {
    const open = () => {
      useView.getState().setInFront({ libraryOver: true });
      requestAnimationFrame(() => pane.current?.querySelector("input")?.select());
    };
    return useCommands.getState().register({ "library.filter": { run: open } });
  }, []);
  useEffect(() => {
    if (isOpen) pane.current?.querySelector<HTMLElement>("input")?.focus();
  }, [isOpen]);
  return (
    <>
      {isOpen && (
        <button type="button" className={styles["beside"]} aria-label="Close the library" onClick={closeLibrary} />
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what lies over the page */}
      <div
        ref={pane}
        className={styles["over"]}
        hidden={!isOpen}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || event.defaultPrevented) return;
          event.preventDefault();
          closeLibrary();
        }}
      >
        <LibraryColumn />
      </div>
    </>
  );
}

function closeLibrary(): void {
  useView.getState().setInFront({ libraryOver: false });
}
