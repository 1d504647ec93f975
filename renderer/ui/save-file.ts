interface FileToSave {
  fileName: string;
  mediaType: string;
  text: string;
}

/** Offers a file to be saved, as a download of the page. */
export function saveFile({ fileName, mediaType, text }: FileToSave): void {
  saveBlob(fileName, new Blob([text], { type: mediaType }));
}

export function saveBlob(fileName: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads it some time after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
