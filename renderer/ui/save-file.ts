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
  download(url, fileName);
  // The browser reads it some time after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Has the browser fetch and keep what the host offers at a path of this page's address, however large. */
export function saveFromHost(path: string, fileName: string): void {
  download(path, fileName);
}

function download(address: string, fileName: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
}
