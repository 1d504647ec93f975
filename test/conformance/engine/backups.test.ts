import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EngineBench, openEngineBench, runRequest } from "./open-engine.ts";

const key = "gsk-canary-known-only-later-55dd";
const signal = new AbortController().signal;
let bench: EngineBench;

beforeEach(async () => {
  bench = await openEngineBench();
});
afterEach(() => bench.close());

async function written(engine = bench.engine): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of engine.backups.write(signal)) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** In pieces that cut lines and files anywhere. */
async function take(bytes: Buffer, engine = bench.engine, size = 10_007): Promise<void> {
  for (let at = 0; at === 0 || at < bytes.byteLength; at += size) {
    await engine.backups.take(at, bytes.subarray(at, at + size));
  }
}

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
    await take(bytes, other.engine);
    expect(await other.engine.backups.look()).toMatchObject({ runs: 1, bytes: bytes.byteLength });
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
    await take(bytes);
    expect(await bench.engine.backups.look()).toMatchObject({ runs: 1 });
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
      const attempt = take(Buffer.from(given)).then(() => bench.engine.backups.look());
      await expect(attempt, String(words)).rejects.toThrow(words);
      expect(restored(bench.profile)).toEqual([]);
    }
  });
});
