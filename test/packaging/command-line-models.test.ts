import { readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type CommandLine, openCommandLine } from "./command-line.ts";

/** LiteLLM's form: one model that the list that came along has, to end at another date, and one that it does not have. */
const list = {
  "gpt-4o": { litellm_provider: "openai", mode: "chat", max_input_tokens: 128000, deprecation_date: "2031-02-03" },
  "gpt-of-tomorrow": { litellm_provider: "openai", mode: "chat", max_input_tokens: 9 },
};

let cli: CommandLine;
let lists: Server;
let address: string;
const kept = () => join(cli.profile, "models-updated.json");

beforeAll(async () => {
  cli = await openCommandLine();
  lists = createServer(({ url }, response) => {
    if (url === "/list.json") response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(list));
    else response.writeHead(404).end("Nothing here.");
  });
  await new Promise<void>((done) => lists.listen(0, "127.0.0.1", done));
  address = `http://127.0.0.1:${(lists.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await cli.close();
  await new Promise((done) => lists.close(done));
});
afterEach(() => rm(kept(), { force: true }));

describe("promptscope models update", () => {
  it.each(["file", "server"])(
    "takes LiteLLM's list from a %s, says what is new and what ends, and knows it then",
    async (from) => {
      const file = join(cli.profile, "list.json");
      await writeFile(file, JSON.stringify(list));
      const origin = from === "file" ? file : `${address}/list.json`;
      const ended = await cli.run(["models", "update", origin]);
      expect(ended.code, ended.stderr).toBe(0);
      expect(ended.stdout).toBe(`2 models taken from ${origin}: 1 new, 1 changed.\n  openai gpt-4o ends 2031-02-03\n`);
      expect(ended.stderr).toContain(`Kept in ${kept()}`);
      expect(JSON.parse(await readFile(kept(), "utf8"))).toMatchObject({ models: [{ model: "gpt-4o" }, {}] });
      const shown = await cli.run(["models", "show", "gpt-of-tomorrow", "--json"]);
      expect(shown.lines()).toMatchObject([{ provider: "openai", model: "gpt-of-tomorrow", context: 9 }]);
    },
  );

  it.each([
    ["no JSON", "<html>", "it is not JSON"],
    ["JSON of another kind", '{"a":1}', "neither LiteLLM"],
    [
      "a list without a model that is known",
      '{"x":{"litellm_provider":"nobody","mode":"chat"}}',
      "no model of a provider",
    ],
  ])("%s is refused in one line, and nothing is kept", async (_what, text, said) => {
    const file = join(cli.profile, "wrong.json");
    await writeFile(file, text);
    const ended = await cli.run(["models", "update", file]);
    expect(ended).toMatchObject({ stdout: "", stderr: expect.stringContaining(said) });
    expect(ended.code).not.toBe(0);
    expect(ended.stderr).toContain("wrong.json");
    await expect(readFile(kept())).rejects.toThrow("ENOENT");
  });

  it("an address without a list, a file that is not there and no name at all say so", async () => {
    const missing = await cli.run(["models", "update", `${address}/none.json`]);
    expect(missing).toMatchObject({ stdout: "", stderr: expect.stringContaining("404") });
    expect(missing.code).not.toBe(0);
    const gone = await cli.run(["models", "update", join(cli.profile, "gone.json")]);
    expect(gone).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("cannot be read") });
    const unnamed = await cli.run(["models", "update"]);
    expect(unnamed).toMatchObject({ code: 2, stderr: expect.stringContaining("Name the list") });
  });
});
