import type { Engine } from "@engine/engine.ts";
import type { backupRoutes } from "@shared/contract/backup-routes.ts";
import type { Routes } from "@shared/contract/routes.ts";
import type { BackupMaking, BackupReading } from "@shared/domain/backup.ts";
import type { HandlersFor } from "./dispatch.ts";
import type { HostServices } from "./host-services.ts";
import { sequenceEvents } from "./sequence-events.ts";

type BackupHandlers = Pick<HandlersFor<Routes>, keyof typeof backupRoutes>;

/** The routes of backups. */
export function backupHandlers(
  { backups }: Pick<Engine, "backups">,
  { files }: Pick<HostServices, "files">,
): BackupHandlers {
  /** The place first: a person who has asked for a backup should not have to wait for the question. */
  async function* write(signal: AbortSignal): AsyncGenerator<BackupMaking, void> {
    const name = backups.fileName();
    const place = await files.choosePlace(name, signal);
    if (place === null) {
      yield { kind: "declined" };
      return;
    }
    const backup = yield* backups.prepare(signal);
    try {
      yield* place.keep({ name, bytes: backup.bytes, pieces: backup.pieces }, signal);
    } finally {
      await backup.drop();
    }
  }

  async function* read(signal: AbortSignal): AsyncGenerator<BackupReading, void> {
    const source = await files.chooseFile(signal);
    if (source === null) {
      yield { kind: "declined" };
      return;
    }
    if (source.path !== undefined) yield { kind: "wanted", path: source.path };
    yield* backups.read(source.open, signal);
  }

  return {
    "backup.write": (_input, { signal }) => sequenceEvents(write(signal)),
    "backup.read": (_input, { signal }) => sequenceEvents(read(signal)),
    "backup.restored": async () => backups.restored(),
    "backup.restore": () => backups.restore(),
    "backup.forget": async () => {
      await backups.forget();
      return null;
    },
  };
}
