import type { AppInfo, HostCommand } from "@shared/contract/routes.ts";
import type { FileKeeping } from "@shared/domain/backup.ts";

/** What the routes need from the shell around the engine. Each host has its own. */
export interface HostServices {
  info(): AppInfo;
  /**
   * Opens a link outside the app.
   * @throws AppFailure `invalid_input` for anything but a plain http or https address.
   */
  openLink(url: string): Promise<void>;
  /** Commands of the native menu, until `signal` aborts. A host without a menu ends at once. */
  commands(signal: AbortSignal): AsyncIterable<HostCommand>;
  files: HostFiles;
}

/** A file that a person is to keep. It may be larger than any memory. */
export interface FileToKeep {
  name: string;
  bytes: number;
  /** Read once. */
  pieces(signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/** Where a person wants a file kept. */
export interface FilePlace {
  /**
   * Brings it there, whole or not at all.
   * @throws AppFailure `storage_failed`, `cancelled`, what reading the pieces throws.
   */
  keep(file: FileToKeep, signal: AbortSignal): AsyncIterable<FileKeeping>;
}

/** A file that a person has chosen, or is about to hand over. */
export interface FileSource {
  /** Where the page hands it over, at its own address; absent: the host has chosen it. */
  path?: string;
  /** @throws AppFailure `cancelled`; the file system's own error. */
  open(signal: AbortSignal): Promise<FileContent>;
}

/** What stands in a file, read once. */
export interface FileContent {
  bytes: number;
  pieces: AsyncIterable<Uint8Array>;
}

/** Files between the engine and a person's own disk, past the page. */
export interface HostFiles {
  /** Asks where a file of this name is to go; null: nowhere. */
  choosePlace(name: string, signal: AbortSignal): Promise<FilePlace | null>;
  /** Asks for a file; null when none was chosen. */
  chooseFile(signal: AbortSignal): Promise<FileSource | null>;
}
