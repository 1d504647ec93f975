import type { PromptLibraryView } from "@shared/domain/prompt/library-view.ts";
import { useEffect } from "react";
import { useApp } from "../../stores/app.ts";
import { useCommands } from "../../stores/commands.ts";
import { useDraft } from "../../stores/draft/draft.ts";
import { useExperimentView } from "../../stores/experiments/experiment-view.ts";
import { useGateway } from "../../stores/gateway/gateway.ts";
import { useHistory } from "../../stores/history/history.ts";
import { openPlaceOf } from "../../stores/settings/libraries.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { useView } from "../../stores/view.ts";
import { goToNextPane } from "../../ui/panes.ts";
import { roomNow } from "../../ui/window-form.ts";

/** Registers the commands that belong to the window as a whole. */
export function useShellCommands(): void {
  useEffect(() => {
    const app = useApp.getState();
    const { save } = useSettings.getState();
    const samples = () => useSettings.getState().settings?.libraries.find((library) => library.samples);
    const connected = () =>
      useSettings.getState().settings?.libraries.find((library) => library.needsConnection && library.ready);
    const openAs = (library: PromptLibraryView | undefined) => library && openPlaceOf({ library: library.id });
    const mayOpen = (library: PromptLibraryView | undefined) =>
      library !== undefined && library.id !== useSettings.getState().settings?.preferences.library;
    return useCommands.getState().register({
      "palette.open": { run: () => app.setPalette(!useApp.getState().paletteOpen) },
      "view.playground": { run: () => app.show("playground") },
      "view.experiments": { run: () => app.show("experiments") },
      "experiment.new": {
        run() {
          app.show("experiments");
          useExperimentView.getState().startNew();
        },
      },
      "experiment.fromPlayground": {
        run: () => void setUpFromPlayground(),
        enabled: () => useDraft.getState().draft.openPrompt !== null,
      },
      "view.history": { run: () => app.show("history") },
      "view.gateway": { run: () => app.show("gateway") },
      "view.models": { run: () => app.show("models") },
      "gateway.start": {
        run: () => {
          app.show("gateway");
          void useGateway.getState().start();
        },
        enabled: () => useGateway.getState().status?.state === "stopped" && Boolean(useGateway.getState().text),
      },
      "gateway.stop": {
        run: () => void useGateway.getState().stop(),
        enabled: () => useGateway.getState().status?.state === "running",
      },
      "history.search": {
        run() {
          app.show("history");
          useHistory.getState().askForSearch(true);
        },
      },
      "history.undo": {
        run: () => void useHistory.getState().undoRemove(),
        enabled: () => useHistory.getState().deleted.length > 0,
      },
      "settings.open": { run: () => app.show("settings") },
      "langfuse.connect": { run: () => app.show("settings", "langfuse") },
      "provider.connect": { run: () => app.show("settings", "providers") },
      "pane.next": { run: () => goToNextPane(1) },
      "pane.before": { run: () => goToNextPane(-1) },
      "theme.system": { run: () => void save({ theme: "system" }) },
      "theme.light": { run: () => void save({ theme: "light" }) },
      "theme.dark": { run: () => void save({ theme: "dark" }) },
      "workspace.demo": { run: () => openAs(samples()), enabled: () => mayOpen(samples()) },
      "workspace.langfuse": {
        run: () => openAs(connected()),
        enabled: () => mayOpen(connected()),
      },
      "library.toggle": {
        run: () => {
          const { draft, setLayout } = useDraft.getState();
          const { libraryOver, setInFront } = useView.getState();
          if (roomNow().form !== "wide") setInFront({ libraryOver: !libraryOver });
          else setLayout("library.open", draft.layout["library.open"] === false);
        },
      },
    });
  }, []);
}

/** Its code is that of the set-up, which the first paint does without. */
async function setUpFromPlayground(): Promise<void> {
  const { experimentWithPlayground } = await import("../../stores/experiments/setup/from-playground.ts");
  await experimentWithPlayground();
}
