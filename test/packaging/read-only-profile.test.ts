import { spawnSync } from "node:child_process";
import { chmodSync, readdirSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openHistory } from "@engine/history/history.ts";
import type { HistoryPage, HistoryStatus } from "@shared/domain/run/history.ts";
import { expect, it } from "vitest";
import { sampleRun } from "../unit/history/sample-run.ts";
import { startWebHost, webProgram } from "./web-host.ts";

/** Nobody may write it: root may all the same, so as root the host runs as another user. */
const nobody = 65_534;
const user = process.getuid?.() === 0 ? nobody : undefined;
/** In some homes of root nobody else may read the program. */
const canRun = user === undefined || spawnSync(process.execPath, ["--check", webProgram], { uid: user }).status === 0;

it.skipIf(process.platform === "win32" || !canRun)(
  "a profile that cannot be written opens: its runs are shown, it is said that nothing is kept, and nothing is changed",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "promptscope-read-only-"));
    const history = await openHistory({ folder });
    await history.store.finish(sampleRun(1));
    await history.close();
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444);
    chmodSync(folder, 0o555);
    const before = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs]);
    const variables = { PATH: process.env["PATH"] ?? "", PROMPTSCOPE_HOME: folder };
    const host = await startWebHost(variables, user);
    try {
      const { runs } = await host.ask<HistoryPage>("history.list", { filter: {}, limit: 10 });
      expect(runs.map(({ id }) => id)).toEqual(["run-1"]);
      const status = await host.ask<HistoryStatus>("history.status", {});
      expect(status).toMatchObject({ readOnly: true, runs: 1 });
      expect(status.problem).toContain("no runs, settings or drafts of this session are kept");
      // A draft goes on in memory: one that failed with every keystroke would bury the page in notices.
      const draft = await host.ask<Record<string, unknown>>("draft.get", {});
      await host.ask("draft.save", draft);
    } finally {
      await host.end();
      expect(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs])).toEqual(before);
      chmodSync(folder, 0o755);
      await rm(folder, { recursive: true, force: true });
    }
  },
);
