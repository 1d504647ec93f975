import { Suspense, useEffect } from "react";
import { useApp } from "../../stores/app.ts";
import { useCommands } from "../../stores/commands.ts";
import { useNewPrompt } from "../../stores/prompts/new-prompt.ts";
import { useRuns } from "../../stores/run/runs.ts";
import { lateComponent } from "../../ui/late-component.ts";
import { usePagePaste } from "../../ui/use-page-paste.ts";

/** Reading requests and programs is loaded when somebody wants a prompt of one. */
const NewPromptDialog = lateComponent(async () => (await import("./NewPromptDialog.tsx")).NewPromptDialog, "onDemand");

/** The commands that make a prompt, pasting anywhere among them, and their dialog. */
export function NewPrompts() {
  const open = useNewPrompt((state) => state.open);
  useEffect(() => {
    const { begin, start } = useNewPrompt.getState();
    const hasRun = () => Object.values(useRuns.getState().runs).some(({ record }) => record?.plan !== undefined);
    return useCommands.getState().register({
      "prompt.new": { run: () => void begin() },
      "prompt.newText": { run: () => void begin({ type: "text" }) },
      "prompt.paste": { run: () => start({ source: "paste" }) },
      "prompt.fromRun": { run: () => start({ source: "run" }), enabled: hasRun },
    });
  }, []);
  usePagePaste(takePastedRequest);
  return open ? (
    <Suspense fallback={null}>
      <NewPromptDialog />
    </Suspense>
  ) : null;
}

/** Marks of a request or a call; any other text that is pasted where nothing takes it is left alone. */
const requestMarks =
  /\bcurl(?:\.exe)?\s|"(?:messages|input|model)"\s*:|\.(?:completions|responses|messages)\.|\bcompletion\(/;

/** A request pasted where no field has the focus becomes a new prompt. */
function takePastedRequest(clipboard: DataTransfer): boolean {
  if (useApp.getState().view !== "playground") return false;
  const text = clipboard.getData("text/plain");
  if (!requestMarks.test(text.slice(0, 100_000))) return false;
  useNewPrompt.getState().start({ source: "paste", pasted: text });
  return true;
}
