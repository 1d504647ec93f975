import { useEffect } from "react";

/**
 * Keeps the browser from leaving for a file that is dropped where nothing takes it: everything typed would be gone. A
 * field for files is left to the browser.
 */
export function useFileDropGuard(): void {
  useEffect(() => {
    const refuse = (event: DragEvent) => {
      if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
      if (event.target instanceof HTMLInputElement && event.target.type === "file") return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "none";
    };
    window.addEventListener("dragover", refuse);
    window.addEventListener("drop", refuse);
    return () => {
      window.removeEventListener("dragover", refuse);
      window.removeEventListener("drop", refuse);
    };
  }, []);
}
