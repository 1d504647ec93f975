/** What a backup that is to be restored holds. */
export interface BackupFound {
  /** When it was made, UTC milliseconds. */
  createdAt: number;
  files: number;
  bytes: number;
  /** In its history. */
  runs: number;
}
