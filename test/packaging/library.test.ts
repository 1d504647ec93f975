import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeLangfuse, startFakeLangfuse } from "../fakes/langfuse/fake-langfuse.ts";
import { type FakeProvider, startFakeProvider } from "../fakes/provider/fake-provider.ts";
import { installPackage, run, typescript, type UserProject } from "./installed-package.ts";

/** The package as a program has it: packed, unpacked, imported by its name. Needs a build. */
let project: UserProject;
let langfuse: FakeLangfuse;
let provider: FakeProvider;

beforeAll(async () => {
  project = await installPackage();
  langfuse = await startFakeLangfuse({
    prompts: [
      { name: "test-chat-prompt", prompt: [{ role: "user", content: "{{user_message}}" }], labels: ["production"] },
    ],
  });
  provider = await startFakeProvider();
}, 180_000);
afterAll(async () => {
  await provider.close();
  await langfuse.close();
  await project.remove();
});

async function runScript(script: string): Promise<string> {
  const file = join(project.folder, "script.mjs");
  await writeFile(file, script);
  const { stdout } = await run(process.execPath, [file], {
    cwd: project.folder,
    env: {
      PATH: process.env["PATH"],
      LANGFUSE_HOST: langfuse.url,
      LANGFUSE_PUBLIC_KEY: langfuse.publicKey,
      LANGFUSE_SECRET_KEY: langfuse.secretKey,
      OPENAI_API_KEY: "sk-canary-packed-0a1b",
      OPENAI_BASE_URL: provider.baseUrl("openai"),
    },
  });
  return stdout;
}

describe("import { completion } from 'promptscope'", () => {
  it("runs the example of the documentation and lets the process end", async () => {
    const said = await runScript(`
      import { completion } from "promptscope";
      const answer = await completion({
        model: "langfuse/gpt-3.5-turbo",
        prompt_id: "test-chat-prompt",
        prompt_variables: { user_message: "this is used" },
        messages: [{ role: "user", content: "<IGNORED>" }],
      });
      console.log(answer.choices[0].message.content);
    `);
    expect(said).toBe("Hello from the fake provider.\n");
    expect(provider.requests.at(-1)?.body).toBe(
      '{"model":"gpt-3.5-turbo","messages":[{"role":"user","content":"this is used"}]}',
    );
  });

  it("exports what it declares and nothing of its inside", async () => {
    const said = await runScript('console.log(Object.keys(await import("promptscope")).join());');
    expect(said).toBe("PromptscopeError,completion,embedding\n");
  });

  it("streams, and fails with an error the program can tell", async () => {
    const said = await runScript(`
      import { completion, PromptscopeError } from "promptscope";
      const stream = await completion({ model: "gpt-4o", messages: [{ role: "user", content: "Hi" }], stream: true });
      for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? "");
      try {
        await completion({ model: "langfuse/gpt-4o", prompt_id: "nowhere" });
      } catch (error) {
        console.log(error instanceof PromptscopeError, error.status, error.code);
      }
    `);
    expect(said).toBe("Hello from the fake provider.true 404 prompt_not_found\n");
  });
});

describe("on a Node that is too old", () => {
  it("imports, and fails by a code of its own at the first call", async () => {
    const said = await runScript(`
      Object.defineProperty(process.versions, "node", { value: "20.20.2" });
      const { completion } = await import("promptscope");
      await completion({ model: "gpt-4o", messages: [] }).catch((error) =>
        console.log(error.name, error.code, error.stage, error.message),
      );
    `);
    expect(said).toMatch(/^PromptscopeError node_too_old config Promptscope needs Node 22\.16 or newer; this is 20/);
  });
});

describe("the declarations", () => {
  const consumer = `
    import { type ChatCompletion, type ChatCompletionChunk, completion, PromptscopeError } from "promptscope";

    const options = { model: "gpt-4o", messages: [{ role: "user", content: "Hi" }] };
    const answer = await completion({ ...options, api_key: undefined, signal: AbortSignal.timeout(1000) });
    const text: string | null | undefined = answer.choices[0]?.message.content;
    const whole: ChatCompletion = await completion({ ...options, stream: false });
    for await (const chunk of await completion({ ...options, stream: true })) {
      const one: ChatCompletionChunk = chunk;
      one.choices[0]?.delta.content?.toUpperCase();
    }
    try {
      await completion({ ...options, prompt_variables: { n: 3, list: [1] }, client_messages: "append" });
    } catch (error) {
      if (error instanceof PromptscopeError) console.log(error.status.toFixed(), error.code, error.requestId, text, whole);
    }
    // @ts-expect-error a model is needed
    await completion({ messages: [] });
    // @ts-expect-error a misspelt parameter is not sent silently
    await completion({ ...options, temprature: 1 });
    // @ts-expect-error the whole answer is no stream
    for await (const _ of await completion(options));
  `;

  /** The same where a file cannot wait at its top. */
  const inCommonJs = `${consumer.replace("const options", "async function main() { const options")} }
    import { wilson } from "promptscope/statistics";
    void main().then(() => wilson({ k: 1, n: 2, alpha: 0.05 }).lo?.toFixed());`;

  it.each([
    ["bundler", "ESNext", "consumer.mts", consumer],
    ["nodenext", "NodeNext", "consumer.mts", consumer],
    ["nodenext", "NodeNext", "consumer.cts", inCommonJs],
    ["node16", "Node16", "consumer.mts", consumer],
    // "The current file is a CommonJS module whose imports will produce require calls" (TS1479).
    ["node16", "Node16", "consumer.cts", inCommonJs],
  ])(
    "are understood with moduleResolution %s (%s) in %s, without skipLibCheck",
    async (moduleResolution, module, file, text) => {
      await writeFile(join(project.folder, file), text);
      const compilerOptions = {
        target: "ES2022",
        lib: ["ES2022", "DOM"],
        types: [],
        strict: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
        module,
        moduleResolution,
      };
      await writeFile(join(project.folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
      const { stdout } = await run(typescript, ["-p", project.folder]).catch((failed) => failed as { stdout: string });
      expect(stdout).toBe("");
    },
  );
});

it("is there for require, too", async () => {
  const said = await runScript(`
    import { createRequire } from "node:module";
    const require = createRequire(import.meta.url);
    console.log(Object.keys(require("promptscope")).join(), typeof require("promptscope/statistics").wilson);
  `);
  expect(said).toBe("PromptscopeError,completion,embedding function\n");
});

it("promptscope/statistics is there for programs that judge without a call", async () => {
  const said = await runScript(`
    import { verdict, wilson } from "promptscope/statistics";
    console.log(wilson({ k: 145, n: 240, alpha: 0.05 }).lo.toFixed(6), verdict({ lo: 0.01, hi: 0.2, delta: 0.05 }).verdict);
  `);
  expect(said).toBe("0.541123 better\n");
});
