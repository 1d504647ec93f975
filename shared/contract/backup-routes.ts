import * as z from "zod";
import type { BackupMaking, BackupReading } from "../domain/backup.ts";
import { command, query, stream } from "./define.ts";

const nothing = z.strictObject({});

/** The whole profile as one file, and back. No byte of it goes through these routes. */
export const backupRoutes = {
  /** Makes one and has a person keep it. Closing the stream stops it. */
  "backup.write": stream<BackupMaking>()(nothing),
  /**
   * Reads one in that a person chooses, in the host's dialog or in the page (`AppInfo.choosesFiles`), and looks at it. Nothing of
   * the profile has changed then. Closing the stream forgets it.
   */
  "backup.read": stream<BackupReading>()(nothing),
  /** What was looked at takes the profile's place at the next start; the folder that keeps what is there now. */
  "backup.restore": command<{ aside: string }>()(nothing),
  /** What was done at this start, in words; null when no backup took its place. */
  "backup.restored": query<string | null>()(nothing),
  "backup.forget": command<null>()(nothing),
} as const;
