import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { lockProfile } from "@engine/store/profile-lock.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CommandLine, openCommandLine, providerKey } from "./command-line.ts";

let cli: CommandLine;
beforeAll(async () => {
  cli = await openCommandLine({
    prompts: [
      {
        name: "greet",
        prompt: "Hello {{name}}, it's “{{ what }}”",
        labels: ["production"],
        config: { model: "gpt-4o" },
      },
      { name: "greet", prompt: "Hey {{name}}", labels: ["staging"], config: { model: "gpt-4o-mini" } },
      { name: "only/draft", prompt: [{ role: "user", content: "{{x}}" }], labels: ["draft"] },
      { name: "no-model", prompt: "Hi", labels: ["production"] },
    ],
  });
});
afterAll(() => cli.close());

const values = ["--var", "name=Ada", "--var", "what=a=b $HOME `id`"];

describe("help and usage", () => {
  it("--version and --help answer, and every command has a help of its own", async () => {
    expect(await cli.run(["--version"])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    const { stdout } = await cli.run(["--help"]);
    for (const command of ["prompts", "run", "compare", "embed", "dataset", "serve", "check", "web", "completion"]) {
      expect(stdout).toContain(`  ${command}`);
      const help = await cli.run([command, "--help"]);
      expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining(`promptscope ${command}`), stderr: "" });
    }
  });

  it.each([
    [["nonsense"], "There is no command “nonsense”"],
    [["run"], "name of a prompt is missing"],
    [["run", "greet", "--modle", "x"], "--modle"],
    [["run", "greet", "--var", "novalue"], "--var name=value"],
    [["run", "greet", "--header", "novalue"], "--header 'NAME: VALUE'"],
    [["run", "greet", "--header", "x-a: b\n c: d"], "characters a header cannot have"],
    [["run", "greet", "--vars", "not-there.json"], "cannot be read"],
    [["run", "greet", "--version", "two"], "whole number"],
    [["run", "greet", "too", "many"], "one word too many"],
    [["run", "greet", "--source", "elsewhere"], "langfuse, demo"],
    [["run", "greet", "--dry-run", "--curl"], "not both"],
    [["run", "greet", "--label", "a", "--version", "1"], "not both"],
    [["prompts", "greet", "--label", "a", "--version", "1"], "not both"],
    [["prompts", "--label", "production"], "goes with the name of a prompt"],
    [["run", "greet", "--json=yes"], "--json takes no value."],
    [["compare", "greet", "--model", "gpt-4o"], "at least two models"],
    [["completion", "tcsh"], "bash, zsh or fish"],
  ])("%j is bad usage: exit 2, and says what would be right", async (words, said) => {
    const before = cli.provider.requests.length;
    const ended = await cli.run(words);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain(said);
    expect(cli.provider.requests.length).toBe(before);
  });
});

describe("prompts", () => {
  it("lists them as a table without colours in a pipe, and as JSON lines", async () => {
    const table = await cli.run(["prompts"]);
    expect(table.code).toBe(0);
    expect(table.stdout).toMatch(/^NAME +TYPE +VERSIONS +LABELS/);
    expect(table.stdout).not.toContain("\u001b");
    const lines = (await cli.run(["prompts", "--json"])).lines();
    expect(lines.map(({ name }) => name)).toEqual(expect.arrayContaining(["greet", "only/draft", "no-model"]));
  });

  it("shows versions, labels, variables and config of one; without production the newest version", async () => {
    const [greet] = (await cli.run(["prompts", "greet", "--json"])).lines();
    expect(greet).toMatchObject({ version: 1, variables: ["name", "what"], config: { model: "gpt-4o" } });
    expect(greet?.["versions"]).toMatchObject([
      { version: 2, labels: expect.arrayContaining(["staging"]) },
      { version: 1 },
    ]);
    const [draft] = (await cli.run(["prompts", "only/draft", "--json"])).lines();
    expect(draft).toMatchObject({ name: "only/draft", variables: ["x"] });
    expect((await cli.run(["prompts", "greet", "--label", "staging"])).stdout).toContain("gpt-4o-mini");
  });

  it("a prompt that is not there is a failure, said once as JSON and once for people", async () => {
    const ended = await cli.run(["prompts", "nowhere", "--json"]);
    expect(ended.code).toBe(1);
    expect(ended.lines()).toMatchObject([{ type: "error", error: { code: "prompt_not_found" } }]);
    expect(ended.stderr).toContain("error:");
  });
});

describe("run", () => {
  it("writes the answer, and nothing else, to stdout", async () => {
    const ended = await cli.run(["run", "greet", ...values]);
    expect(ended).toMatchObject({ code: 0, stdout: "Hello from the fake provider.\n" });
    expect(ended.stderr).toContain("greet v1 (production");
    expect(cli.provider.requests.at(-1)?.json()["messages"]).toEqual([
      { role: "user", content: "Hello Ada, it's “a=b $HOME `id`”" },
    ]);
  });

  it("--label, --version, --model, --no-stream and --vars reach the request; --var wins over --vars", async () => {
    await cli.run(["run", "greet", "--label", "staging", "--var", "name=X", "--no-stream"]);
    expect(cli.provider.requests.at(-1)?.json()).toEqual({
      model: "gpt-4o-mini",
      messages: [{ role: "user", content: "Hey X" }],
    });
    const words = ["run", "greet", "--version", "2", "--model", "anthropic/claude-x", "--vars", "-", "--var", "name=Y"];
    await cli.run(words, { stdin: '{"name": "Z"}' });
    expect(cli.provider.requests.at(-1)).toMatchObject({ path: "/v1/messages" });
    expect(cli.provider.requests.at(-1)?.body).toContain("Hey Y");
  });

  it("--json gives each event as a line and the result as the last", async () => {
    const lines = (await cli.run(["run", "greet", ...values, "--json"])).lines();
    const text = lines.filter(({ type }) => type === "text").map((line) => line["text"]);
    expect(text.join("")).toBe("Hello from the fake provider.");
    expect(lines.at(-1)).toMatchObject({
      type: "result",
      prompt: { name: "greet", version: 1 },
      model: "gpt-4o",
      outcome: { kind: "completed" },
      output: { text: "Hello from the fake provider." },
    });
  });

  it("a missing variable is warned of, once, and stays", async () => {
    const ended = await cli.run(["run", "greet", "--var", "name=Ada"]);
    expect(ended.stderr.match(/“what” has no value/g)).toHaveLength(1);
    expect(cli.provider.requests.at(-1)?.body).toContain("{{ what }}");
  });

  it.each([
    ["the provider refuses", { kind: "status", status: 400, message: "Unknown thing" } as const, "Unknown thing"],
    ["the stream breaks off", { kind: "cut", after: 3 } as const, "broke"],
    ["the stream just ends", { kind: "end_early", after: 3 } as const, "without saying that it was complete"],
  ])("exit 1 when %s", async (_name, script, said) => {
    cli.provider.next(script);
    const ended = await cli.run(["run", "greet", ...values]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(said);
  });

  it.each([
    ["no key", ["run", "greet", "--model", "groq/llama"], "GROQ_API_KEY"],
    ["a model nobody serves", ["run", "greet", "--model", "my-model"], "my-model"],
    ["no model", ["run", "no-model"], "Name one with --model"],
  ])("exit 3 for %s", async (_name, words, said) => {
    const ended = await cli.run(words);
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain(said);
  });

  it("a program is advised in the same words as a person (--json told of a window's settings)", async () => {
    const said = (await cli.run(["run", "no-model", "--json"])).lines().at(-1);
    expect(said).toMatchObject({ outcome: { error: { advice: expect.stringContaining("--model") } } });
  });

  it("exit 3 for Langfuse keys that are refused", async () => {
    const variables = { ...cli.variables, LANGFUSE_SECRET_KEY: "sk-lf-wrong" };
    expect(await cli.run(["run", "greet"], { variables })).toMatchObject({ code: 3 });
  });

  it("Ctrl-C: exit 130, the provider's connection is closed, what came stays", async () => {
    const index = cli.provider.requests.length;
    cli.provider.next({ kind: "hang", after: 3 });
    const { child, ended } = cli.start(["run", "greet", ...values]);
    const request = await cli.provider.request(index);
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    child.kill("SIGINT");
    expect(await ended).toMatchObject({ code: 130, stdout: expect.stringMatching(/^Hello/) });
    await request.closed;
  });
});

// A signal that only stops the run would leave the command waiting for its input for ever.
it("Ctrl-C while values are read from stdin: exit 130", async () => {
  const variables = { PROMPTSCOPE_HOME: join(cli.profile, "not-there") };
  const { child, ended } = cli.start(["run", "movie-critic", "--vars", "-"], { variables, stdin: { open: true } });
  // That these are samples is said before the values are read.
  await new Promise((resolve) => child.stderr?.once("data", resolve));
  child.kill("SIGINT");
  expect((await ended).code).toBe(130);
});

describe("--dry-run and --curl", () => {
  it("send nothing to a provider and show no key", async () => {
    const before = cli.provider.requests.length;
    const dry = await cli.run(["run", "greet", ...values, "--dry-run"]);
    const curl = await cli.run(["run", "greet", ...values, "--curl"]);
    const [json] = (await cli.run(["run", "greet", ...values, "--dry-run", "--json"])).lines();
    expect([dry.code, curl.code]).toEqual([0, 0]);
    expect(dry.stdout).toContain(`POST ${cli.provider.baseUrl("openai")}/chat/completions`);
    expect(dry.stdout).toContain("$OPENAI_API_KEY");
    expect(json).toMatchObject({ type: "request", prompt: { name: "greet", version: 1 }, request: { method: "POST" } });
    for (const { stdout, stderr } of [dry, curl]) expect(stdout + stderr).not.toContain(providerKey);
    expect(cli.provider.requests.length).toBe(before);
  });

  it("the curl runs in bash and sends the bytes a run sends", async () => {
    const { stdout } = await cli.run(["run", "greet", ...values, "--curl"]);
    await cli.run(["run", "greet", ...values]);
    const sent = cli.provider.requests.at(-1);
    const shell = spawn("bash", ["-c", stdout], { env: { ...cli.variables, PATH: process.env["PATH"] } });
    expect(await text(shell.stdout)).toContain("data: [DONE]");
    const received = cli.provider.requests.at(-1);
    expect(received).not.toBe(sent);
    expect(received?.bodyBytes.equals(sent?.bodyBytes ?? Buffer.of())).toBe(true);
    for (const name of ["authorization", "content-type", "accept", "user-agent"]) {
      expect(received?.header(name)).toBe(sent?.header(name));
    }
  });

  it("--header is in the request that is shown and in the one that is sent; a key in it is not shown", async () => {
    const headers = ["--header", "X-Team: blue", "--header", "x-gate-key: sk-gate-canary-0123456789"];
    const dry = await cli.run(["run", "greet", ...values, ...headers, "--dry-run"]);
    expect(dry.stdout.toLowerCase()).toContain("x-team: blue");
    expect(dry.stdout + dry.stderr).not.toContain("canary-0123456789");
    expect((await cli.run(["run", "greet", ...values, ...headers])).code).toBe(0);
    const sent = cli.provider.requests.at(-1);
    expect([sent?.header("x-team"), sent?.header("x-gate-key")]).toEqual(["blue", "sk-gate-canary-0123456789"]);
  });

  it("what cannot be built is said with the exit code of its cause", async () => {
    expect(await cli.run(["run", "nowhere", "--dry-run"])).toMatchObject({ code: 1, stdout: "" });
    expect(await cli.run(["run", "greet", "--model", "my-model", "--curl"])).toMatchObject({ code: 3, stdout: "" });
  });
});

describe("compare", () => {
  const models = ["--model", "gpt-4o", "--model", "anthropic/claude-x"];

  it("prints a row for each model, and whole answers with --full", async () => {
    const ended = await cli.run(["compare", "greet", ...values, ...models, "--full"]);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/\ngpt-4o +stop .*\nanthropic\/claude-x +stop /);
    expect(ended.stdout.match(/Hello from the fake provider\./g)).toHaveLength(4);
    const unfilled = await cli.run(["compare", "greet", ...models]);
    expect(unfilled.stderr.match(/“name” has no value/g)).toHaveLength(1);
  });

  it("--json gives one result line for each; one that fails makes it exit 1 and the others still run", async () => {
    cli.provider.next({ kind: "status", status: 400, headers: { "x-ratelimit-remaining-requests": "8" } });
    const ended = await cli.run(["compare", "greet", ...values, ...models, "--json"]);
    expect(ended.code).toBe(1);
    const kinds = ended.lines().map(({ outcome }) => (outcome as { kind: string }).kind);
    expect(kinds.toSorted()).toEqual(["completed", "provider_error"]);
    const limits = ended.lines().map((line) => (line["headers"] as object | undefined) ?? {});
    expect(limits).toContainEqual(expect.objectContaining({ "x-ratelimit-remaining-requests": "8" }));
    expect(limits).toContainEqual({});
  });
});

describe("dataset show", () => {
  const fixture = (name: string) => join(import.meta.dirname, "../fixtures/datasets", name);

  it("prints what a file looks like, for people and as one JSON document", async () => {
    const words = ["dataset", "show", fixture("c05-windows1252-german-semicolon.csv"), "--variables", "anfrage"];
    const shown = await cli.run(words);
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringMatching(/2 rows, 4 columns[\s\S]*Anfrage +anfrage/) });
    expect(shown.stderr).toContain("Windows-1252");
    const { code, stdout } = await cli.run([...words, "--json"]);
    const document = JSON.parse(stdout) as { cells: unknown[] };
    expect(document).toMatchObject({ rows: 2, delimiter: ";", mapping: { map: { anfrage: { column: "Anfrage" } } } });
    expect(document.cells).toContainEqual([1, "Nr", "007"]);
    expect(code).toBe(0);
  });

  it("ends with 2 for lines that cannot be read, unless they are allowed, and with 3 for a file that cannot", async () => {
    const broken = ["dataset", "show", fixture("j03-one-broken-line.jsonl")];
    expect((await cli.run(broken)).code).toBe(2);
    expect((await cli.run([...broken, "--allow-bad-lines"])).code).toBe(0);
    const refused = await cli.run(["dataset", "show", fixture("c10-unclosed-quote.csv")]);
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining("Line 3, character 3") });
  });
});

describe("settings and samples", () => {
  it("with nothing configured the samples run, and stderr says so", async () => {
    const variables = { PROMPTSCOPE_HOME: join(cli.profile, "not-there") };
    const ended = await cli.run(["run", "test-chat-prompt", "--no-stream"], { variables });
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining("Sample answer") });
    expect(ended.stderr).toContain("bundled samples");
    expect(await readdir(cli.profile)).toEqual([]);
  });

  it("reads the app's settings while the app holds the profile, writes nothing, and lets variables win", async () => {
    const profile = await mkdtemp(join(cli.profile, "in-use-"));
    const { LANGFUSE_HOST: host = "", LANGFUSE_PUBLIC_KEY: publicKey = "" } = cli.variables;
    const origin = new URL(host).origin;
    const base = cli.provider.baseUrl("openai");
    const secrets = [
      { id: `langfuse@${origin}`, storage: "file", value: cli.variables["LANGFUSE_SECRET_KEY"] },
      { id: `provider:openai@${new URL(base).origin}`, storage: "file", value: "sk-canary-of-the-profile-88cc" },
    ];
    const files = {
      "connections.json": { langfuse: { host, publicKey }, providers: { openai: { baseUrl: base } } },
      "secrets.json": { version: 1, secrets },
      "prices.json": "damaged",
    };
    for (const [name, value] of Object.entries(files)) await writeFile(join(profile, name), JSON.stringify(value));
    const lock = await lockProfile(profile);
    const before = await readdir(profile);

    const ended = await cli.run(["run", "greet", ...values], { variables: { PROMPTSCOPE_HOME: profile } });
    expect(ended).toMatchObject({ code: 0, stdout: "Hello from the fake provider.\n" });
    expect(ended.stderr).toContain("prices.json is damaged");
    expect(cli.provider.requests.at(-1)?.header("authorization")).toBe("Bearer sk-canary-of-the-profile-88cc");
    await cli.run(["run", "greet", ...values], { variables: { ...cli.variables, PROMPTSCOPE_HOME: profile } });
    expect(cli.provider.requests.at(-1)?.header("authorization")).toBe(`Bearer ${providerKey}`);
    expect(await readdir(profile)).toEqual(before);
    await lock.release().then(() => rm(profile, { recursive: true }));
  });
});

describe("serve and check", () => {
  it("serve starts the gateway, whose end is ours", async () => {
    const { child, ended } = cli.start(["serve", "--model", "gpt-4o", "--port", "0"]);
    const address = await new Promise<string>((resolve) => {
      child.stdout?.on("data", (data: Buffer) => {
        const found = /http:\/\/[\d.]+:\d+/.exec(data.toString());
        if (found) resolve(found[0]);
      });
    });
    const models = (await (await fetch(`${address}/v1/models`)).json()) as { data: { id: string }[] };
    expect(models.data.map(({ id }) => id)).toContain("gpt-4o");
    child.kill("SIGINT");
    expect((await ended).code).toBe(0);
  });

  it("serve and check pass on the exit codes of usage and configuration", async () => {
    const file = join(cli.profile, "config.yaml");
    // What makes the whole file unreadable stops the start; one entry that cannot be served would not.
    await writeFile(file, "model_list:\n  - model_name: [x\n");
    expect(await cli.run(["serve"])).toMatchObject({ code: 2 });
    expect(await cli.run(["serve", "--config", file])).toMatchObject({ code: 3 });
    expect(await cli.run(["check", file])).toMatchObject({
      code: 3,
      stdout: expect.stringContaining("config.yaml:2:"),
    });
    await writeFile(file, "model_list:\n  - model_name: x\n    litellm_params: { model: gpt-4o }\n");
    expect(await cli.run(["check", file])).toMatchObject({ code: 0 });
    await rm(file);
  });
});
