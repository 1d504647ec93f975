import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";
import type { Draft } from "@shared/domain/prompt/draft.ts";

/**
 * Waits until the draft on the disk is as a test left it: what a kill finds there must not depend on how quick the
 * machine is.
 */
export async function savedDraft(profile: string, isAsLeft: (draft: Draft) => boolean): Promise<void> {
  const path = join(profile, "draft.json");
  await expect
    .poll(async () => {
      try {
        const { draft } = JSON.parse(await readFile(path, "utf8")) as { draft: Draft };
        return isAsLeft(draft);
      } catch {
        return false; // Not there yet.
      }
    })
    .toBe(true);
}
