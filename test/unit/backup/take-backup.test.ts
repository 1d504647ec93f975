import { maskSecrets } from "@engine/backup/mask-secrets.ts";
import { takeBackup } from "@engine/backup/take-backup.ts";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../store/temporary-folder.ts";

const key = "gsk-canary-known-only-later-55dd";

describe("what a backup may hold (BAK-2)", () => {
  it.each([
    "../evil.json",
    "prompts/../../evil",
    "/etc/passwd",
    "prompts\\..\\evil",
    "C:/evil",
    "prompts/CON.yml",
    "prompts/a:b",
    "prompts/",
    "prompts",
    "secrets.json",
    "restore.json",
    "profile.lock",
    "history.db-wal",
    "chromium/Cookies",
    "prompts/\u0000x",
    "history.db/x",
  ])("puts no file where none of a backup belongs: %j", async (path) => {
    const head = { format: "promptscope.backup", version: 1, createdAt: 1 };
    const text = `${JSON.stringify(head)}\n${JSON.stringify({ path, bytes: 1 })}\nx`;
    await expect(takeBackup(await temporaryFolder()).write(Buffer.from(text))).rejects.toThrow(
      /belongs into no profile/,
    );
  });

  it("takes no file twice, also where a disk calls two names one", async () => {
    const intake = takeBackup(await temporaryFolder());
    const line = (value: unknown) => Buffer.from(`${JSON.stringify(value)}\n`);
    await intake.write(line({ format: "promptscope.backup", version: 1, createdAt: 1 }));
    await intake.write(line({ path: "prompts/A.yml", bytes: 0 }));
    await expect(intake.write(line({ path: "prompts/a.yml", bytes: 0 }))).rejects.toThrow(/belongs into no profile/);
  });

  it("finds a key that lies across two pieces", async () => {
    async function* pieces() {
      for (const text of ["before gsk-can", "ary-known-on", "ly-later-55dd after"]) yield Buffer.from(text);
    }
    const parts: Buffer[] = [];
    for await (const part of maskSecrets(pieces(), [key])) parts.push(part);
    expect(Buffer.concat(parts).toString()).toBe(`before ${"*".repeat(key.length)} after`);
  });
});
