import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { stopChild } from "../../../electron/launch/stop-child.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";

const heard = resolve(import.meta.dirname, "../../../electron/hosts/stop-on-message.ts");

/** A host that needs a moment to close what it has open, and says so. */
async function startHost() {
  const folder = await temporaryFolder();
  const [program, closed] = [join(folder, "host.mjs"), join(folder, "closed")];
  writeFileSync(closed, "");
  const text = `
    import { writeFileSync } from "node:fs";
    const { stopOnMessage } = await import(${JSON.stringify(heard)});
    const close = (by) => setTimeout(() => (writeFileSync(${JSON.stringify(closed)}, by), process.exit(0)), 200);
    stopOnMessage(() => close("message"));
    process.once("SIGTERM", () => close("signal"));
    setInterval(() => undefined, 1000);
    process.send("ready");`;
  writeFileSync(program, text);
  const child = fork(program, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  await once(child, "message");
  return { child, closed: () => readFileSync(closed, "utf8") };
}

// On Windows `kill` is the end at once: the engine was never closed, and running requests were "interrupted".
it.each([
  ["win32", "message"],
  ["linux", "signal"],
] as const)("on %s a host under development closes what it has open, asked by a %s", async (platform, by) => {
  const { child, closed } = await startHost();
  await stopChild(child, platform);
  expect([child.exitCode, closed()]).toEqual([0, by]);
  await stopChild(child, platform);
});

it("a process that nobody can reach by a channel is not kept alive for it", async () => {
  const folder = await temporaryFolder();
  const program = join(folder, "short.mjs");
  writeFileSync(program, `(await import(${JSON.stringify(heard)})).stopOnMessage(() => undefined);`);
  const child = fork(program);
  expect(await once(child, "exit")).toEqual([0, null]);
});
