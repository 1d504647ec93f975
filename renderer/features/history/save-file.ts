import type { ExportedFile } from "@shared/domain/history.ts";

/** Offers a file to be saved, as a download of the page. */
export function saveFile({ fileName, mediaType, text }: Pick<ExportedFile, "fileName" | "mediaType" | "text">): void {
  const url = URL.createObjectURL(new Blob([text], { type: mediaType }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has taken the bytes over once the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
