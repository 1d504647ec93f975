import { Suspense, useEffect } from "react";
import { useApp } from "../../stores/app.ts";
import { useCommands } from "../../stores/commands.ts";
import { useNewPrompt } from "../../stores/prompts/new-prompt.ts";
import { useRuns } from "../../stores/run/runs.ts";
import { lateComponent } from "../../ui/late-component.ts";

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
  useEffect(() => {
    document.addEventListener("paste", pasteAnywhere);
    return () => document.removeEventListener("paste", pasteAnywhere);
  }, []);
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
function pasteAnywhere(event: ClipboardEvent): void {
  const isTaken = event.composedPath().some((part) => part instanceof HTMLElement && isField(part));
  if (isTaken || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (useApp.getState().view !== "playground") return;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!requestMarks.test(text.slice(0, 100_000))) return;
  event.preventDefault();
  useNewPrompt.getState().start({ source: "paste", pasted: text });
}

function isField(element: HTMLElement): boolean {
  return element.isContentEditable || element.matches("input, textarea, select");
}
