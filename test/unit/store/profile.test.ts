import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openProfileDirectory } from "@engine/store/profile.ts";
import { isClosedOnWindows, resolveProfileDirectory } from "@engine/store/profile-directory.ts";
import { describe, expect, it } from "vitest";
import { runs } from "../../prove-scale.ts";
import { temporaryFolder } from "./temporary-folder.ts";

describe("resolveProfileDirectory", () => {
  it.each([
    ["linux", {}, "/home/ada/.config/promptscope"],
    ["linux", { XDG_CONFIG_HOME: "/data/config" }, "/data/config/promptscope"],
    ["linux", { XDG_CONFIG_HOME: "relative" }, "/home/ada/.config/promptscope"],
    ["darwin", { XDG_CONFIG_HOME: "/data/config" }, "/home/ada/Library/Application Support/Promptscope"],
    ["linux", { PROMPTSCOPE_HOME: "/srv/scope", XDG_CONFIG_HOME: "/data" }, "/srv/scope"],
  ] as const)("on %s with %o is %s", (platform, environment, expected) => {
    expect(resolveProfileDirectory(environment, platform, "/home/ada")).toBe(expected);
  });

  it("uses APPDATA on Windows", () => {
    const found = resolveProfileDirectory({ APPDATA: "C:\\Users\\ada\\AppData\\Roaming" }, "win32", "C:\\Users\\ada");
    expect(found).toContain("AppData\\Roaming");
    expect(found).toMatch(/Promptscope$/);
  });
});

describe("openProfileDirectory", () => {
  it("creates the folder and the lock for this user only", async () => {
    const directory = join(await temporaryFolder(), "a", "profile");
    const profile = await openProfileDirectory(directory);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    expect((await stat(join(directory, "profile.lock"))).mode & 0o777).toBe(0o600);
    await profile.close();
  });

  it("closes an empty folder that others could read", async () => {
    const directory = await temporaryFolder();
    await chmod(directory, 0o755);
    await (await openProfileDirectory(directory)).close();
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
  });

  // PROMPTSCOPE_HOME=/tmp as root would otherwise lock every user out of /tmp.
  it("refuses a shared folder full of other files and leaves its mode alone", async () => {
    const directory = join(await temporaryFolder(), "shared");
    await mkdir(directory);
    await chmod(directory, 0o755);
    await writeFile(join(directory, "thesis.txt"), "");
    await expect(openProfileDirectory(directory)).rejects.toMatchObject({ error: { code: "storage_failed" } });
    expect((await stat(directory)).mode & 0o777).toBe(0o755);
  });

  // Modes mean nothing on Windows: a profile on another disk was said to be closed to others.
  it.each([
    ["C:\\Users\\ada\\AppData\\Roaming\\Promptscope", true],
    ["D:\\Promptscope", false],
    ["C:\\Users\\adam\\Promptscope", false],
    ["C:\\Users\\ada", false],
  ])("on Windows %s is this user's own: %s", (directory, expected) => {
    expect(isClosedOnWindows(directory, "C:\\Users\\ada")).toBe(expected);
  });

  // The second host would write over the first one's settings.
  it("refuses a profile another process holds, naming it, until it is released", async () => {
    const directory = await temporaryFolder();
    const first = await openProfileDirectory(directory);
    await expect(openProfileDirectory(directory)).rejects.toThrow(`process ${process.pid}`);
    await first.close();
    await (await openProfileDirectory(directory)).close();
  });

  // Whatever ended it: a crash, a log-off of Windows, a power cut. A text in a file stayed, and its pid came to be another's.
  it.each(["SIGKILL", "SIGABRT"] as const)("is free again after a holder that ended by %s", async (signal) => {
    const directory = await temporaryFolder();
    const holder = await holdInAnotherProcess(directory);
    await expect(openProfileDirectory(directory)).rejects.toThrow(
      `Promptscope is already running on this profile (process ${holder.pid}).`,
    );
    holder.kill(signal);
    await once(holder, "exit");
    await (await openProfileDirectory(directory)).close();
  });

  it.each([
    ["a living process that is another", `${process.ppid}`],
    ["nobody", "no pid"],
  ])("goes by the system's lock and not by the pid beside it: %s", async (_who, pid) => {
    const directory = await temporaryFolder();
    await writeFile(join(directory, "profile.lock"), "");
    await writeFile(join(directory, "profile.pid"), pid);
    const profile = await openProfileDirectory(directory);
    expect(await readFile(join(directory, "profile.pid"), "utf8")).toBe(`${process.pid}\n`);
    await profile.close();
  });

  // Closing the lock's file once more gives away a POSIX lock of the same process.
  it("keeps the lock through attempts of its own process", async () => {
    const directory = await temporaryFolder();
    const first = await openProfileDirectory(directory);
    await expect(openProfileDirectory(directory)).rejects.toThrow("already running");
    await expect(holdInAnotherProcess(directory)).rejects.toThrow("already running");
    await first.close();
    const other = await holdInAnotherProcess(directory);
    other.kill("SIGKILL");
    await once(other, "exit");
  });

  // Two took it now and then: one removed the stale lock again when another had already put its own there.
  it.each([
    ["nothing", null],
    ["an earlier version's text", JSON.stringify({ pid: process.pid, processStart: null })],
    ["a damaged file", "{".repeat(5_000)],
  ])("lets exactly one of many through that start at once where %s lies", async (_what, content) => {
    for (let round = 0; round < runs(2); round += 1) {
      const directory = await temporaryFolder();
      if (content !== null) await writeFile(join(directory, "profile.lock"), content);
      const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => openProfileDirectory(directory)));
      expect(attempts.filter((attempt) => attempt.status === "fulfilled")).toHaveLength(1);
      expect((await readdir(directory)).sort()).toEqual(["profile.lock", "profile.pid"]);
    }
  });
});

/** Another process that holds the profile until it is ended. Rejects with what it says when it cannot. */
async function holdInAnotherProcess(directory: string): Promise<ChildProcess> {
  const module = new URL("../../../electron/engine/store/profile-lock.ts", import.meta.url).href;
  const code = `
    const { registerHooks } = await import("node:module");
    const shared = ${JSON.stringify(new URL("../../../shared/", import.meta.url).href)};
    registerHooks({ resolve: (name, context, next) => next(name.replace("@shared/", shared), context) });
    const { lockProfile } = await import(${JSON.stringify(module)});
    await lockProfile(${JSON.stringify(directory)});
    console.log("held");
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, "exit").then(() => {
    throw new Error(said);
  });
  await Promise.race([once(child.stdout, "data"), ended]);
  ended.catch(() => undefined);
  return child;
}
