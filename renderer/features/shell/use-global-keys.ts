import { useEffect } from "react";
import { commandOfKey, useCommands } from "../../stores/commands.ts";
import { isMac } from "../../ui/shortcut-text.ts";

/** Runs commands by their keys, everywhere in the window. What is open on top (a dialog, a menu) has its keys first. */
export function useGlobalKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const command = commandOfKey(event, isMac);
      if (command === undefined) return;
      const inDialog = document.querySelector("dialog[open]") !== null;
      if (inDialog && command !== "palette.open") return;
      if (useCommands.getState().run(command)) event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
