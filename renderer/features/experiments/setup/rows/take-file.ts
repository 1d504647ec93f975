import { useRowsFile } from "../../../../stores/experiments/setup/rows-file.ts";

/** Files that are chosen for rows. */
export const rowsFileTypes = ".csv,.tsv,.txt,.json,.jsonl,.ndjson,application/json,text/csv";

export async function takeRowsFile(file: File): Promise<void> {
  await useRowsFile.getState().read(file.name, file);
}

/** Takes rows, or a file of them, out of the clipboard. False: there is neither in it. */
export function takePastedRows(clipboard: DataTransfer): boolean {
  const [file] = clipboard.files;
  const text = clipboard.getData("text/plain");
  if (file) void takeRowsFile(file);
  else if (text.trim().includes("\n")) {
    void useRowsFile.getState().read("Pasted rows", new Blob([text]));
  } else if (text.trim() !== "") {
    const message = "One line is no table: a line names the columns, and each row is a line below it.";
    useRowsFile.setState({ problem: { name: "What was pasted", message } });
  } else return false;
  return true;
}
