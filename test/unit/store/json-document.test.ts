import { execFileSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openJsonDocument } from "@engine/store/json-document.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { temporaryFolder } from "./temporary-folder.ts";

const schema = z.strictObject({ count: z.number() });
const open = (path: string) => openJsonDocument(path, schema, { count: 0 });

describe("openJsonDocument", () => {
  it("gives back after a restart what was set", async () => {
    const path = join(await temporaryFolder(), "settings.json");
    await (await open(path)).set({ count: 7 });
    expect((await open(path)).get()).toEqual({ count: 7 });
  });

  it("refuses a pipe instead of waiting for who writes into it", async () => {
    const path = join(await temporaryFolder(), "settings.json");
    execFileSync("mkfifo", [path]);
    await expect(open(path)).rejects.toMatchObject({ error: { code: "storage_failed" } });
  });

  it("starts from the default without writing anything", async () => {
    const folder = await temporaryFolder();
    expect((await open(join(folder, "settings.json"))).get()).toEqual({ count: 0 });
    expect(await readdir(folder)).toEqual([]);
  });

  // Two unordered writes could end with the older value on the disk.
  it("ends with the newest of many values set at once", async () => {
    const path = join(await temporaryFolder(), "settings.json");
    const document = await open(path);
    await Promise.all(Array.from({ length: 50 }, (_, index) => document.set({ count: index + 1 })));
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual({ count: 50 });
  });

  it.each(["", "{", '{"count":"seven"}', "null", '{"count":1,"more":2}'])(
    "puts a damaged file aside, keeps it and says so: %s",
    async (content) => {
      const folder = await temporaryFolder();
      const path = join(folder, "settings.json");
      await writeFile(path, content);
      const document = await open(path);
      expect(document.get()).toEqual({ count: 0 });
      const [kept] = await readdir(folder);
      expect(kept).toMatch(/^settings\.json\.corrupt-\d+$/);
      expect(await readFile(join(folder, kept ?? ""), "utf8")).toBe(content);
      expect(document.problem).toContain(kept);
    },
  );

  // JSON.parse quotes the text around the fault, and the secrets file may hold a key there.
  it("does not quote a damaged file in the problem", async () => {
    const path = join(await temporaryFolder(), "secrets.json");
    await writeFile(path, "sk-canary-0123456789");
    expect((await open(path)).problem).not.toContain("canary");
  });

  it("reports a failed write, keeps the value in memory and writes it with the next one", async () => {
    const folder = join(await temporaryFolder(), "profile");
    await mkdir(folder);
    const path = join(folder, "settings.json");
    const document = await open(path);
    await rm(folder, { recursive: true });
    const failure = await document.set({ count: 1 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AppFailure);
    expect(failure).toMatchObject({ error: { code: "storage_failed", detail: "ENOENT" } });
    expect(document.get()).toEqual({ count: 1 });
    await mkdir(folder);
    await document.set({ count: 2 });
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual({ count: 2 });
  });

  // Taking an unreadable file for a damaged one would start the app with empty settings and hide the real ones.
  it("fails on a file that is there and cannot be read", async () => {
    const path = join(await temporaryFolder(), "settings.json");
    await mkdir(path);
    await chmod(path, 0o700);
    await expect(open(path)).rejects.toMatchObject({ error: { code: "storage_failed" } });
  });
});
