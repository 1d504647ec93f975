import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { cardsBesideEnvironment } from "@engine/credentials/environment-first.ts";
import { readProfile } from "@engine/read-profile.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EngineBench, openEngineBench, runRequest } from "./open-engine.ts";

/** Two projects of one server, with prompts of one name: Langfuse goes by the secret key alone. */
const second = { publicKey: "pk-lf-two-0002", secretKey: "sk-lf-two-canary-0002" };
const config = { model: "openai/gpt-4o" };
const greet = (prompt: string) => ({ name: "greet", prompt, labels: ["production"], config });
const io = { signal: new AbortController().signal };
const without = { LANGFUSE_PUBLIC_KEY: "", LANGFUSE_SECRET_KEY: "" };

const open = (environment: Record<string, string> = {}) =>
  openEngineBench({
    environment,
    langfuse: {
      prompts: [greet("Hello of one.")],
      projects: [{ id: "proj-two", name: "Second Project", ...second, prompts: [greet("Hello of two.")] }],
    },
  });

async function connect(bench: EngineBench, keys: { publicKey: string; secretKey: string }): Promise<string> {
  const input = { host: bench.langfuse.url, ...keys, storage: "file" as const };
  const view = await bench.engine.settings.connectLangfuse(input);
  const found = view.langfuse.find(({ publicKey }) => publicKey === keys.publicKey);
  if (!found) throw new Error("The connection is not there.");
  return found.id;
}

async function textIn(bench: EngineBench, connection: string): Promise<unknown> {
  const ref = { library: "langfuse", connection, name: "greet" };
  const { record } = await bench.run(runRequest({ prompt: ref }));
  return record.resolved?.prompt.prompt ?? record.outcome;
}

const stored = (bench: EngineBench, file: string) => readFileSync(join(bench.profile, file), "utf8");

describe("two projects of one server", () => {
  let bench: EngineBench;
  beforeAll(async () => {
    bench = await open();
  });
  afterAll(() => bench.close());

  it("each ask with their own secret key, also at once and after a restart (one project's prompts under the other's name)", async () => {
    const one = bench.engine.settings.view().langfuse[0]?.id ?? "";
    const two = await connect(bench, second);
    const both = () => Promise.all([textIn(bench, one), textIn(bench, two)]);
    expect(await both()).toEqual(["Hello of one.", "Hello of two."]);
    await bench.reopen();
    expect(await both()).toEqual(["Hello of one.", "Hello of two."]);
    expect(stored(bench, "connections.json")).not.toContain(second.secretKey);
  });

  it("of which the environment's is the default until another is preferred, which the gateway then sees", async () => {
    const [one, two] = bench.engine.settings.view().langfuse;
    expect([one?.source, one?.isDefault, two?.isDefault]).toEqual(["environment", true, false]);
    await bench.engine.settings.preferLangfuse(two?.id ?? "");
    const view = bench.engine.settings.view();
    expect(view.langfuse.map(({ id }) => id)).toEqual([two?.id, one?.id]);
    expect(view.libraries.find(({ id }) => id === "langfuse")?.connection?.id).toBe(two?.id);
    await bench.engine.settings.preferLangfuse(one?.id ?? "");
    expect(bench.engine.settings.view().langfuse[0]?.id).toBe(one?.id);
  });

  it("save, keep edits and guard each for themselves", async () => {
    const [one, two] = bench.engine.settings.view().langfuse.map(({ id }) => id);
    const { writing } = bench.engine;
    const base = (connection = "") => ({ library: "langfuse", connection, name: "greet", version: "1" });
    const edit = (connection: string | undefined, prompt: string) => ({
      base: base(connection),
      type: "text" as const,
      prompt,
      config,
    });
    await writing.edits.keep({ edit: edit(one, "Mine of one.") });
    expect(writing.edits.get(base(two)).edit).toBeNull();
    await writing.guards.setGuard({ library: "langfuse", connection: two ?? "" }, "message");
    expect(writing.guards.guardOf({ library: "langfuse", connection: one ?? "" })).toBeNull();
    const saved = await writing.saving.save({ edit: edit(two, "Mine of two."), labels: [] }, io);
    expect(saved.outcome.kind).toBe("saved");
    expect(bench.langfuse.promptsOf(second.publicKey).of("greet")).toHaveLength(2);
    expect(bench.langfuse.prompts.of("greet")).toHaveLength(1);
    expect(writing.edits.get(base(one)).edit?.edit.prompt).toBe("Mine of one.");
  });

  it("of which one goes without the other's key", async () => {
    const [one, two] = bench.engine.settings.view().langfuse.map(({ id }) => id);
    await bench.engine.settings.disconnectLangfuse(two ?? "");
    expect(stored(bench, "secrets.json")).not.toContain(second.secretKey);
    expect(await textIn(bench, one ?? "")).toBe("Hello of one.");
    expect(await textIn(bench, two ?? "")).toMatchObject({ error: { code: "prompt_not_found" } });
  });
});

describe("a profile with the single connection of before", () => {
  let bench: EngineBench;
  beforeAll(async () => {
    bench = await open(without);
    const { url: host, publicKey, secretKey } = bench.langfuse;
    const secrets = [{ id: `langfuse@${new URL(host).origin}`, storage: "file", value: secretKey }];
    writeFileSync(
      join(bench.profile, "connections.json"),
      JSON.stringify({ langfuse: { host, publicKey }, providers: {} }),
    );
    writeFileSync(join(bench.profile, "secrets.json"), JSON.stringify({ version: 1, secrets }));
    await bench.reopen();
  });
  afterAll(() => bench.close());

  it("opens with its key, and another project of that address does not get it (its prompts under a stranger's name)", async () => {
    const [one] = bench.engine.settings.view().langfuse;
    expect(one).toMatchObject({ isDefault: true, configured: true, secretKey: { status: "stored" } });
    expect(await textIn(bench, one?.id ?? "")).toBe("Hello of one.");
    const other = { host: bench.langfuse.url, publicKey: second.publicKey, storage: "file" as const };
    await expect(bench.engine.settings.connectLangfuse(other)).rejects.toMatchObject({
      error: { code: "invalid_input" },
    });
    const two = await connect(bench, second);
    expect(await textIn(bench, two)).toBe("Hello of two.");
    expect(await textIn(bench, one?.id ?? "")).toBe("Hello of one.");
  });

  it("has the key under its own name once it was entered anew, and no copy of it is left", async () => {
    const { secretKey, publicKey } = bench.langfuse;
    const one = await connect(bench, { publicKey, secretKey });
    expect(stored(bench, "secrets.json").split(secretKey)).toHaveLength(2);
    expect(await textIn(bench, one)).toBe("Hello of one.");
  });

  it("still means the first to the command line, whatever the window shows", async () => {
    const two = bench.engine.settings.view().langfuse[1]?.id ?? "";
    await bench.engine.settings.save({ library: "langfuse", connection: two });
    const { settings } = await readProfile(bench.profile);
    const { langfuse } = cardsBesideEnvironment(settings, readEnvironment({}));
    expect(langfuse?.publicKey).toBe(bench.langfuse.publicKey);
  });
});
