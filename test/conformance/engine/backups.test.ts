import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { BackupSource } from "@engine/backup/restores.ts";
import type { BackupReading } from "@shared/domain/backup.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EngineBench, openEngineBench, runRequest } from "./open-engine.ts";

const key = "gsk-canary-known-only-later-55dd";
const signal = new AbortController().signal;
let bench: EngineBench;

beforeEach(async () => {
  bench = await openEngineBench();
});
afterEach(() => bench.close());

/** Puts a backup together to its end; what is told on the way is passed by. */
async function prepared(stop: AbortSignal = signal) {
  const preparing = bench.engine.backups.prepare(stop);
  for (;;) {
    const step = await preparing.next();
    if (step.done) return step.value;
  }
}

async function written(): Promise<Buffer> {
  const { bytes, pieces, drop } = await prepared();
  const parts: Uint8Array[] = [];
  for await (const part of pieces(signal)) parts.push(Buffer.from(part));
  await drop();
  const whole = Buffer.concat(parts);
  // The browser is told it before the first byte leaves.
  expect(whole.byteLength).toBe(bytes);
  return whole;
}

/** A file, in pieces that cut lines and files anywhere. */
function sourceOf(bytes: Buffer, size = 10_007): () => Promise<BackupSource> {
  async function* pieces() {
    for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
  }
  return async () => ({ bytes: bytes.byteLength, pieces: pieces() });
}

/** Everything that reading a file tells. */
async function read(bytes: Buffer, engine = bench.engine, stop: AbortSignal = signal): Promise<BackupReading[]> {
  const told: BackupReading[] = [];
  for await (const step of engine.backups.read(sourceOf(bytes), stop)) told.push(step);
  return told;
}

/** Makes the history larger than one step of a copy: by another connection, as another program would. */
function fill(megabytes: number): void {
  const database = new DatabaseSync(join(bench.profile, "history.db"));
  database.exec("BEGIN IMMEDIATE; CREATE TABLE filler (bytes BLOB)");
  const insert = database.prepare("INSERT INTO filler VALUES (randomblob(1048576))");
  for (let at = 0; at < megabytes; at += 1) insert.run();
  database.exec("COMMIT");
  database.close();
}

/** What a backup leaves beside the profile's own files while it is made or read. */
const halves = () => readdirSync(bench.profile).filter((name) => /^(\.backup-|restored-)/.test(name));
const restored = (folder: string) => readdirSync(folder).filter((name) => name.startsWith("restored-"));

describe("a backup of the whole profile (BAK-1)", () => {
  it("comes back in another profile: runs, settings, inputs, own prompts, pictures; what was there is kept beside it", async () => {
    bench.provider.next({ kind: "answer", answer: { text: "An answer to keep." } });
    const { record } = await bench.run(
      runRequest({ clientMessages: [{ role: "user", content: "Hi" }], modelOverride: "gpt-4o" }),
    );
    await bench.engine.settings.save({ theme: "dark" });
    const hash = await bench.engine.pictures.keep("data:image/png;base64,QUJD");
    mkdirSync(join(bench.profile, "prompts", "support"), { recursive: true });
    writeFileSync(join(bench.profile, "prompts", "support", "räply.prompt.yml"), "name: reply\n");
    const bytes = await written();

    const other = await openEngineBench();
    const mine = await other.run(
      runRequest({ clientMessages: [{ role: "user", content: "Hi" }], modelOverride: "gpt-4o" }),
    );
    const told = await read(bytes, other.engine);
    expect(told.at(-1)).toMatchObject({ kind: "found", found: { runs: 1, bytes: bytes.byteLength } });
    // Nothing is replaced before somebody says yes, and then at the next start.
    expect((await other.engine.history.get(mine.record.id)).record.id).toBe(mine.record.id);
    const { aside } = await other.engine.backups.restore();
    await other.reopen();
    expect((await other.engine.history.get(record.id)).record.output.text).toBe("An answer to keep.");
    await expect(other.engine.history.get(mine.record.id)).rejects.toThrow();
    expect(other.engine.settings.view().preferences.theme).toBe("dark");
    expect(await other.engine.pictures.find(hash)).toBe("data:image/png;base64,QUJD");
    expect(readFileSync(join(other.profile, "prompts", "support", "räply.prompt.yml"), "utf8")).toBe("name: reply\n");
    expect(readdirSync(aside)).toContain("history.db");
    expect(restored(other.profile)).toEqual([]);
    expect(other.engine.backups.restored()).toContain("before-restore-");
    await other.close();
  });

  it("has no key: not one that is kept, and none that a model said before it was known for one", async () => {
    bench.provider.next({ kind: "answer", answer: { text: `Use ${key}.` } });
    await bench.run(runRequest({ clientMessages: [{ role: "user", content: "Hi" }], modelOverride: "gpt-4o" }));
    await bench.engine.settings.connectProvider({
      provider: "groq",
      baseUrl: bench.provider.origin,
      apiKey: key,
      storage: "file",
    });
    const bytes = await written();
    expect(bytes.includes(key)).toBe(false);
    expect(bytes.includes("secrets.json")).toBe(false);
    expect(bytes.includes("Use ****")).toBe(true);
    expect((await read(bytes)).at(-1)).toMatchObject({ found: { runs: 1 } });
  });

  it("that was cut, changed, is somebody else's or a newer one's is refused in words and leaves nothing behind", async () => {
    const bytes = await written();
    const changed = Buffer.from(bytes);
    changed.writeUInt8((changed.at(-5_000) ?? 0) ^ 1, changed.byteLength - 5_000);
    const line = (value: unknown) => `${JSON.stringify(value)}\n`;
    const head = { format: "promptscope.backup", version: 1, createdAt: 1 };
    const cases: [Buffer | string, RegExp][] = [
      [bytes.subarray(0, bytes.byteLength - 10), /not whole/],
      [bytes.subarray(0, 5_000), /not whole/],
      [changed, /changed or damaged|not whole/],
      ["PK\u0003\u0004 a zip", /not a backup/],
      ["x".repeat(20_000), /not a backup/],
      ["", /not a backup/],
      [line({ ...head, version: 2 }), /newer Promptscope/],
      [Buffer.concat([bytes, Buffer.from("more")]), /behind its end/],
    ];
    for (const [given, words] of cases) {
      await expect(read(Buffer.from(given)), String(words)).rejects.toThrow(words);
      expect(restored(bench.profile)).toEqual([]);
    }
  });
});

describe("a large one (BAK-3)", () => {
  // A run had to wait until gigabytes were copied: the thread that owns the history does one thing after the other.
  it("is copied beside the history, which answers and takes runs meanwhile", async () => {
    fill(64);
    let isCopied = false;
    const copied = prepared().finally(() => {
      isCopied = true;
    });
    // Its file is there: from now on it is copied.
    const hasBegun = () => halves().some((name) => existsSync(join(bench.profile, name, "history.db")));
    await expect.poll(hasBegun, { timeout: 20_000, interval: 5 }).toBe(true);
    let answers = 0;
    // One or two come when the copy has just ended.
    for (; !isCopied && answers < 8; answers += 1) await bench.engine.history.count({});
    bench.provider.next({ kind: "answer", answer: { text: "Meanwhile." } });
    await bench.run(runRequest({ clientMessages: [{ role: "user", content: "Hi" }], modelOverride: "gpt-4o" }));
    await (await copied).drop();
    expect(answers).toBe(8);
    expect(halves()).toEqual([]);
  });

  it("that is stopped while it is copied, or while it is written, leaves nothing behind", async () => {
    fill(32);
    const early = new AbortController();
    const copying = prepared(early.signal);
    await expect.poll(() => halves().length, { timeout: 20_000 }).toBe(1);
    early.abort();
    await expect(copying).rejects.toMatchObject({ error: { code: "cancelled" } });
    expect(halves()).toEqual([]);

    const late = new AbortController();
    const { pieces, drop } = await prepared();
    const writing = (async () => {
      for await (const _piece of pieces(late.signal)) late.abort();
    })();
    await expect(writing).rejects.toMatchObject({ error: { code: "cancelled" } });
    await drop();
    expect(halves()).toEqual([]);
  });

  it("of which a session that was killed had left its half is made anew, and the half is removed", async () => {
    mkdirSync(join(bench.profile, ".backup-Ab3dEf"));
    writeFileSync(join(bench.profile, ".backup-Ab3dEf", "history.db"), "half of gigabytes");
    await written();
    expect(halves()).toEqual([]);
  });

  it("that is stopped while it is read is forgotten, and the one that was looked at before with it", async () => {
    const bytes = await written();
    await read(bytes);
    expect(halves()).toHaveLength(1);
    const stop = new AbortController();
    async function* pieces() {
      yield bytes.subarray(0, 1_000);
      stop.abort();
      yield bytes.subarray(1_000);
    }
    const stopped = (async () => {
      const open = async () => ({ bytes: bytes.byteLength, pieces: pieces() });
      for await (const _step of bench.engine.backups.read(open, stop.signal));
    })();
    await expect(stopped).rejects.toMatchObject({ error: { code: "cancelled" } });
    expect(halves()).toEqual([]);
    await expect(bench.engine.backups.restore()).rejects.toThrow(/was not looked at/);
  });

  it("that cannot be opened or read to its end is refused in words", async () => {
    const open = async () => {
      throw Object.assign(new Error("gone"), { code: "ENOENT" });
    };
    const reading = bench.engine.backups.read(open, signal).next();
    await expect(reading).rejects.toMatchObject({ error: { code: "storage_failed", detail: "ENOENT" } });
    expect(halves()).toEqual([]);
  });

  it("is refused before a byte is written where the disk has no room for it", async () => {
    const open = async () => ({ ...(await sourceOf(Buffer.from("{}"))()), bytes: 2 ** 52 });
    await expect(bench.engine.backups.read(open, signal).next()).rejects.toThrow(
      /needs [\d,]+ MB free on the disk of .*; [\d,]+ MB are free/,
    );
    expect(halves()).toEqual([]);
  });
});
