import { Suspense, useEffect } from "react";
import { useCommands } from "../../stores/commands.ts";
import { useDraft } from "../../stores/draft/draft.ts";
import { valuesKey } from "../../stores/draft/values-key.ts";
import { useBulk } from "../../stores/prompts/bulk.ts";
import { useCopying } from "../../stores/prompts/copying.ts";
import { useEdits } from "../../stores/prompts/edits.ts";
import { openList, useLibrary } from "../../stores/prompts/library.ts";
import { lateComponent } from "../../ui/late-component.ts";

const CopyDialog = lateComponent(async () => (await import("./CopyDialog.tsx")).CopyDialog, "onDemand");
const BulkDialog = lateComponent(async () => (await import("./BulkDialog.tsx")).BulkDialog, "onDemand");

/** The commands that take prompts from one library to another or through a file, and their dialogs. */
export function Transfers() {
  const isCopying = useCopying((state) => state.prompt !== null);
  const bulk = useBulk((state) => state.kind);
  useEffect(() => {
    const open = () => useDraft.getState().draft.openPrompt;
    const isStored = () => {
      const prompt = open();
      return prompt !== null && !useEdits.getState().unsaved.has(valuesKey(prompt));
    };
    const hasPrompts = () => (openList(useLibrary.getState())?.prompts.length ?? 0) > 0;
    return useCommands.getState().register({
      "prompt.copy": {
        run() {
          const prompt = open();
          if (prompt) void useCopying.getState().start(prompt);
        },
        enabled: isStored,
      },
      "library.export": { run: () => useBulk.getState().start("export"), enabled: hasPrompts },
      "library.import": { run: () => useBulk.getState().start("import") },
    });
  }, []);
  return (
    <Suspense fallback={null}>
      {isCopying && <CopyDialog />}
      {bulk !== null && <BulkDialog />}
    </Suspense>
  );
}
