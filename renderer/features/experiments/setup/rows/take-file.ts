import { useRowsFile } from "../../../../stores/experiments/setup/rows-file.ts";
import { toBase64 } from "../../../../ui/to-base64.ts";

/** Files that are chosen for rows. */
export const rowsFileTypes = ".csv,.tsv,.txt,.json,.jsonl,.ndjson,application/json,text/csv";

export async function takeRowsFile(file: File): Promise<void> {
  await useRowsFile.getState().read(file.name, toBase64(new Uint8Array(await file.arrayBuffer())));
}

/** Takes rows, or a file of them, out of the clipboard; a single line is no table. */
export function takePastedRows(clipboard: DataTransfer): void {
  const [file] = clipboard.files;
  if (file) {
    void takeRowsFile(file);
    return;
  }
  const text = clipboard.getData("text/plain");
  if (!text.trim().includes("\n")) return;
  void useRowsFile.getState().read("Pasted rows", toBase64(new TextEncoder().encode(text)));
}
