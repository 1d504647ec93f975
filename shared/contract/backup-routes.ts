import * as z from "zod";
import type { BackupFound } from "../domain/backup.ts";
import { command, query, stream } from "./define.ts";

const nothing = z.strictObject({});

/** A piece of a backup's bytes as base64: what both transports carry, however large the whole is. */
export interface BackupPiece {
  data: string;
}

/** The whole profile as one file, and back. */
export const backupRoutes = {
  "backup.write": stream<BackupPiece>()(nothing),
  /** `at`: how many bytes came before this piece; 0 begins anew. */
  "backup.take": command<null>()(
    z.strictObject({
      at: z.number().int().min(0),
      data: z
        .string()
        .max(8_000_000)
        .regex(/^[A-Za-z0-9+/]*={0,2}$/),
    }),
  ),
  /** All has come. Nothing of the profile has changed yet. */
  "backup.look": command<BackupFound>()(nothing),
  /** What was looked at takes the profile's place at the next start; the folder that keeps what is there now. */
  "backup.restore": command<{ aside: string }>()(nothing),
  /** What was done at this start, in words; null when no backup took its place. */
  "backup.restored": query<string | null>()(nothing),
  "backup.forget": command<null>()(nothing),
} as const;
