import { app, BrowserWindow } from "electron";
import type { Ask } from "./page-trouble.ts";
import { closeInTime, type Quitting } from "./quitting.ts";
import { findPackage, openUpdateFeed } from "./updates/update-feed.ts";
import { createUpdates } from "./updates/updates.ts";

interface Parts {
  ask: Ask;
  quitting: Quitting;
  /** Gives what runs and what is open its end. */
  close(): Promise<unknown>;
}

/** What the menu's entry does; undefined where this copy cannot be updated, so that there is no entry (`README.md#updates`). */
export function appUpdates({ ask, quitting, close }: Parts): (() => void) | undefined {
  const updated = {
    version: app.getVersion(),
    platform: process.platform,
    resources: process.resourcesPath,
    userData: app.getPath("userData"),
    quit: () => app.quit(),
  };
  const kind = app.isPackaged ? findPackage(updated, process.env) : null;
  if (kind === null) return undefined;
  const updates = createUpdates({
    version: updated.version,
    openFeed: () => openUpdateFeed(kind, updated),
    ask,
    onProgress: (part) => BrowserWindow.getAllWindows()[0]?.setProgressBar(part ?? -1),
    async leave() {
      if (!(await quitting.mayLeave())) return false;
      await closeInTime(close);
      // The new version may be there before this one is gone, and would take itself for a second start.
      app.releaseSingleInstanceLock();
      return true;
    },
    startAgain() {
      app.relaunch();
      app.exit(1);
    },
  });
  return () => void updates.check();
}
