import { spawn } from "node:child_process";
import { chmod, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openProfileDirectory } from "@engine/store/profile.ts";
import { resolveProfileDirectory } from "@engine/store/profile-directory.ts";
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

  // The second host would write over the first one's settings.
  it("refuses a profile another process holds, naming it, until it is released", async () => {
    const directory = await temporaryFolder();
    const first = await openProfileDirectory(directory);
    await expect(openProfileDirectory(directory)).rejects.toThrow(`process ${process.pid}`);
    await first.close();
    await (await openProfileDirectory(directory)).close();
  });

  it("takes over the lock of a process that was killed", async () => {
    const directory = await temporaryFolder();
    const gone = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolveExit) => gone.once("exit", resolveExit));
    await writeFile(join(directory, "profile.lock"), JSON.stringify({ pid: gone.pid, processStart: null }));
    await (await openProfileDirectory(directory)).close();
  });

  // After a reboot the old pid often belongs to something else, which would lock the profile for ever.
  it.runIf(process.platform === "linux")("takes over a lock whose pid now belongs to another process", async () => {
    const directory = await temporaryFolder();
    await writeFile(join(directory, "profile.lock"), JSON.stringify({ pid: process.pid, processStart: "1" }));
    const profile = await openProfileDirectory(directory);
    expect(await readFile(join(directory, "profile.lock"), "utf8")).toContain(String(process.pid));
    await profile.close();
  });

  it("takes over a damaged lock", async () => {
    const directory = await temporaryFolder();
    await writeFile(join(directory, "profile.lock"), "{");
    await (await openProfileDirectory(directory)).close();
  });

  // Two took it now and then: one removed the stale lock again when another had already put its own there.
  it("lets exactly one of many through that start at once on a stale lock", async () => {
    for (let round = 0; round < runs(5); round += 1) {
      const directory = await temporaryFolder();
      await writeFile(join(directory, "profile.lock"), "{");
      const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => openProfileDirectory(directory)));
      expect(attempts.filter((attempt) => attempt.status === "fulfilled")).toHaveLength(1);
      expect(await readdir(directory)).toEqual(["profile.lock"]);
    }
  });

  it.runIf(process.platform === "linux")(
    "takes over a lock although an earlier takeover crashed half-way",
    async () => {
      const directory = await temporaryFolder();
      await writeFile(join(directory, "profile.lock"), "{");
      await writeFile(join(directory, "profile.lock.guard"), JSON.stringify({ pid: process.pid, processStart: "1" }));
      const profile = await openProfileDirectory(directory);
      expect(await readdir(directory)).toEqual(["profile.lock"]);
      await profile.close();
    },
  );
});
