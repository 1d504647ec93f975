import { useEffect } from "react";

/**
 * Hears what is pasted where nothing takes it: after a click beside a control nothing has the focus, and the browser pastes
 * into the body. Not what is pasted into a field, or while a dialog is open.
 * @param take true when it has taken it. The same function every time.
 */
export function usePagePaste(take: (clipboard: DataTransfer) => boolean): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (event.defaultPrevented || event.clipboardData === null) return;
      if (document.querySelector("dialog[open]") !== null || event.composedPath().some(isField)) return;
      if (take(event.clipboardData)) event.preventDefault();
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, [take]);
}

function isField(part: EventTarget): boolean {
  return part instanceof HTMLElement && (part.isContentEditable || part.matches("input, textarea, select"));
}
