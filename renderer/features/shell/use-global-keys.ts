import { useEffect } from "react";
import { commandInfo, commandOfKey, useCommands } from "../../stores/commands.ts";
import { isMac } from "../../ui/shortcut-text.ts";

/**
 * Runs commands by their keys, everywhere in the window. Keys with Ctrl or ⌘ are taken before the element with the focus
 * sees them: a button would be pressed by Enter, also with Ctrl. Of the others (Escape) what is open on top, a dialog or
 * a menu, has its own first. Keys of one region only (undo) are that region's.
 */
export function useGlobalKeys(): void {
  useEffect(() => {
    const early = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey) runCommand(event);
    };
    const late = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey)) runCommand(event);
    };
    window.addEventListener("keydown", early, { capture: true });
    window.addEventListener("keydown", late);
    return () => {
      window.removeEventListener("keydown", early, { capture: true });
      window.removeEventListener("keydown", late);
    };
  }, []);
}

function runCommand(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const command = commandOfKey(event, isMac);
  if (command === undefined || commandInfo(command).within !== undefined) return;
  // Nobody means the browser's “Save page”, behind a dialog and in other views neither.
  if (command === "prompt.save") event.preventDefault();
  if (!mayRunNow(command)) {
    // A Mac's menu would have it next and bring it back when the dialog may be closed. Enter is the dialog's own.
    if ((event.ctrlKey || event.metaKey) && event.key !== "Enter") event.preventDefault();
    return;
  }
  const ran = useCommands.getState().run(command);
  // A command that cannot run now is still none of the button's business.
  if (ran || event.key === "Enter") event.preventDefault();
}

/** Behind an open dialog nothing happens, by key or by the native menu: a paid run was started there. */
export function mayRunNow(command: string): boolean {
  return command === "palette.open" || document.querySelector("dialog[open]") === null;
}
