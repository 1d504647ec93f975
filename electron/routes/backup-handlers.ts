import type { Engine } from "@engine/engine.ts";
import type { BackupPiece, backupRoutes } from "@shared/contract/backup-routes.ts";
import type { Routes } from "@shared/contract/routes.ts";
import type { HandlersFor } from "./dispatch.ts";
import { sequenceEvents } from "./sequence-events.ts";

type BackupHandlers = Pick<HandlersFor<Routes>, keyof typeof backupRoutes>;

/** The routes of backups. */
export function backupHandlers({ backups }: Pick<Engine, "backups">): BackupHandlers {
  async function* pieces(signal: AbortSignal): AsyncGenerator<BackupPiece, void> {
    for await (const bytes of backups.write(signal)) yield { data: bytes.toString("base64") };
  }
  return {
    "backup.write": (_input, { signal }) => sequenceEvents(pieces(signal)),
    "backup.take": async ({ at, data }) => {
      await backups.take(at, Buffer.from(data, "base64"));
      return null;
    },
    "backup.look": () => backups.look(),
    "backup.restored": async () => backups.restored(),
    "backup.restore": () => backups.restore(),
    "backup.forget": async () => {
      await backups.forget();
      return null;
    },
  };
}
