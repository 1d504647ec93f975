import { useEffect } from "react";

/** Hears a text that is pasted where no field takes it. @param take the same function every time. */
export function usePaste(take: (text: string) => void): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (event.defaultPrevented || text.trim() === "" || event.composedPath().some(isField)) return;
      event.preventDefault();
      take(text);
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, [take]);
}

function isField(part: EventTarget): boolean {
  return part instanceof HTMLElement && part.matches("input, textarea, select");
}
