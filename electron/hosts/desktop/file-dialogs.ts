import { open } from "node:fs/promises";
import { join } from "node:path";
import { writePiecesAtomically } from "@engine/store/atomic-file.ts";
import { errorCode } from "@engine/store/json-document.ts";
import { reportWhile } from "@engine/time/report-while.ts";
import type { FileContent, FileToKeep, HostFiles } from "@routes/host-services.ts";
import type { FileKeeping } from "@shared/domain/backup.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";

interface Filter {
  name: string;
  extensions: string[];
}

/** Electron's `dialog`, as far as it is needed here; tests give their own. */
export interface FileDialogs {
  showSaveDialog(options: {
    defaultPath: string;
    filters: Filter[];
    properties: ("createDirectory" | "showOverwriteConfirmation")[];
  }): Promise<{ canceled: boolean; filePath?: string }>;
  showOpenDialog(options: {
    defaultPath: string;
    filters: Filter[];
    properties: "openFile"[];
  }): Promise<{ canceled: boolean; filePaths: string[] }>;
}

const filters: Filter[] = [
  { name: "Backups of Promptscope", extensions: ["backup"] },
  { name: "All files", extensions: ["*"] },
];

/**
 * Files by the system's dialogs. The page learns where they are and never what is in them.
 * @param folder where a dialog begins.
 */
export function createFileDialogs(dialogs: FileDialogs, folder: () => string): HostFiles {
  return {
    async choosePlace(name, signal) {
      const { canceled, filePath } = await dialogs.showSaveDialog({
        defaultPath: join(folder(), name),
        filters,
        properties: ["createDirectory", "showOverwriteConfirmation"],
      });
      if (signal.aborted || canceled || !filePath) return null;
      return { keep: (file, keeping) => keepAt(filePath, file, keeping) };
    },
    async chooseFile(signal) {
      const { canceled, filePaths } = await dialogs.showOpenDialog({
        defaultPath: folder(),
        filters,
        properties: ["openFile"],
      });
      const [path] = filePaths;
      return signal.aborted || canceled || path === undefined ? null : { open: (reading) => openFile(path, reading) };
    },
  };
}

async function* keepAt(path: string, file: FileToKeep, signal: AbortSignal): AsyncGenerator<FileKeeping, void> {
  let bytes = 0;
  async function* counted() {
    for await (const piece of file.pieces(signal)) {
      yield piece;
      bytes += piece.byteLength;
    }
  }
  const writing = writePiecesAtomically(path, counted()).catch((error: unknown) => {
    throw error instanceof AppFailure ? error : cannotBeWritten(path, error);
  });
  yield* reportWhile(writing, () => ({ kind: "writing" as const, bytes, of: file.bytes }));
  yield { kind: "written", bytes: file.bytes, path };
}

/** Bytes read at once. */
const pieceBytes = 1_048_576;

async function openFile(path: string, signal: AbortSignal): Promise<FileContent> {
  const file = await open(path, "r");
  const bytes = (await file.stat()).size;
  async function* pieces(): AsyncGenerator<Uint8Array, void> {
    try {
      for (;;) {
        if (signal.aborted) throw new AppFailure("cancelled");
        const { bytesRead, buffer } = await file.read({ buffer: Buffer.allocUnsafe(pieceBytes) });
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  }
  return { bytes, pieces: pieces() };
}

const reasons: Record<string, string> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk is full",
  EFBIG: "that disk takes no file so large",
  EACCES: "that folder may not be written to",
  EPERM: "that folder may not be written to",
  EROFS: "that disk may only be read",
  ENOENT: "that folder is not there",
};

function cannotBeWritten(path: string, error: unknown): AppFailure {
  const code = errorCode(error);
  const reason = (code && reasons[code]) ?? "the system refused it";
  return new AppFailure("storage_failed", {
    message: `${path} could not be written: ${reason}.`,
    advice: "Choose another place. Nothing is left of it there, and a file of before is as it was.",
    detail: code ?? String(error),
  });
}
