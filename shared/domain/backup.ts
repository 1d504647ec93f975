/** What a backup that is to be restored holds. */
export interface BackupFound {
  /** When it was made, UTC milliseconds. */
  createdAt: number;
  files: number;
  bytes: number;
  /** In its history. */
  runs: number;
}

/** How a file that a person is to keep gets to where it is kept. In bytes. */
export type FileKeeping =
  /** A browser fetches it at this path of the page's own address; that works once. */
  | { kind: "offered"; path: string; name: string }
  | { kind: "writing"; bytes: number; of: number }
  /** `path`: where it lies; null when only the browser knows. */
  | { kind: "written"; bytes: number; path: string | null };

/** How far a backup is that is made; the last one says what came of it. */
export type BackupMaking =
  /** Nobody chose a place for it. */
  | { kind: "declined" }
  /** What it will hold is put aside. */
  | { kind: "copying"; bytes: number; of: number }
  | FileKeeping;

/** How far a backup is that is read in. */
export type BackupReading =
  /** Nobody chose a file. */
  | { kind: "declined" }
  /** The page hands it over at this path of its own address. */
  | { kind: "wanted"; path: string }
  | { kind: "reading"; bytes: number; of: number }
  | { kind: "checking" }
  | { kind: "found"; found: BackupFound };
