import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CommandLine, openCommandLine } from "./command-line.ts";

let cli: CommandLine;
beforeAll(async () => {
  cli = await openCommandLine();
});
afterAll(() => cli.close());

describe("promptscope embed", () => {
  const model = ["--model", "text-embedding-3-small"];

  it("writes a vector a line, and sends what --dry-run shows", async () => {
    const before = cli.provider.requests.length;
    const ended = await cli.run(["embed", "日本", ...model, "--dimensions", "3"]);
    expect(ended).toMatchObject({
      code: 0,
      stdout: "[0.25,-0.5,1e-7]\n",
      stderr: expect.stringContaining("1 × 3 numbers"),
    });
    const sent = cli.provider.requests[before];
    expect(sent?.json()).toEqual({ model: "text-embedding-3-small", input: ["日本"], dimensions: 3 });
    const dry = await cli.run(["embed", "日本", ...model, "--dimensions", "3", "--dry-run", "--json"]);
    expect(dry.lines()).toMatchObject([{ request: { body: sent?.body } }]);
  });

  it("takes texts from stdin, one a line, and prints one document with --json", async () => {
    const before = cli.provider.requests.length;
    const ended = await cli.run(["embed", "--input", "-", ...model, "--json"], { stdin: "one\n\ntwo\r\n" });
    expect(cli.provider.requests[before]?.json()["input"]).toEqual(["one", "two"]);
    expect(ended.lines()).toMatchObject([{ type: "result", provider: "openai", vectors: [[0.25, -0.5, 1e-7]] }]);
  });

  it.each([
    [["a text"], "Name a model"],
    [["--model", "text-embedding-3-small"], "Give one text"],
    [["x", "--model", "m", "--dimensions", "no"], "whole number"],
  ])("%j is bad usage: exit 2, and says what would be right", async (words, said) => {
    expect(await cli.run(["embed", ...words])).toMatchObject({ code: 2, stderr: expect.stringContaining(said) });
  });

  it("a model without embeddings ends with its words and sends nothing", async () => {
    const ended = await cli.run(["embed", "x", "--model", "anthropic/claude-sonnet-4-5"]);
    expect(ended).toMatchObject({ code: 3, stdout: "", stderr: expect.stringContaining("Anthropic has none") });
  });
});
