import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CommandLine, openCommandLine } from "./command-line.ts";

let cli: CommandLine;
beforeAll(async () => {
  cli = await openCommandLine();
});
afterAll(() => cli.close());

describe("local prompts", () => {
  it("--prompts DIR lists, shows, runs and compares the files of a folder, and --source local those of the app", async () => {
    const folder = join(cli.profile, "of-mine");
    await mkdir(join(folder, "team"), { recursive: true });
    await writeFile(
      join(folder, "team/greet.prompt.yml"),
      "model: openai/gpt-4o-mini\nmessages:\n  - role: user\n    content: Local {{name}}\n",
    );
    const from = ["--prompts", folder];
    expect((await cli.run(["prompts", ...from, "--json"])).lines()).toMatchObject([{ name: "team/greet" }]);
    // Listed without a word, or with "0 versions", it looked like a prompt that is empty.
    await writeFile(join(folder, "aux.txt"), "Windows has a device of this name.");
    const listed = await cli.run(["prompts", ...from]);
    expect(listed.stdout).not.toMatch(/\b0\b/);
    expect(listed.stderr).toMatch(/^aux: Windows refuses/m);
    const [shown] = (await cli.run(["prompts", "team/greet", ...from, "--json"])).lines();
    expect(shown).toMatchObject({ variables: ["name"], config: { model: "openai/gpt-4o-mini" } });
    const run = ["run", "team/greet", "--var", "name=Ada", "--no-history"];
    for (const source of [[], ["--source", "local"]]) {
      expect(await cli.run([...run, ...from, ...source])).toMatchObject({ code: 0 });
      expect(cli.provider.requests.at(-1)?.json()).toMatchObject({
        model: "gpt-4o-mini",
        messages: [{ role: "user", content: "Local Ada" }],
      });
    }
    const two = ["--model", "gpt-4o", "--model", "gpt-4o-mini"];
    const page = join(cli.profile, "comparison.html");
    const compare = ["compare", "team/greet", "--var", "name=Ada", ...from, ...two, "--html", page];
    expect(await cli.run(compare)).toMatchObject({ code: 0 });
    expect(await readFile(page, "utf8")).toMatch(/<h2>What differs from A<[\s\S]*Hello from the fake provider\./);
    const ofApp = await cli.run([...run, "--source", "local"]);
    expect(ofApp).toMatchObject({ code: 3, stderr: expect.stringContaining(join(cli.profile, "prompts")) });
  });

  it("a label is refused in words, and so is a folder that is not there", async () => {
    const folder = join(cli.profile, "labelled");
    await mkdir(folder);
    await writeFile(join(folder, "own.txt"), "Hi\n");
    const labelled = await cli.run(["run", "own", "--prompts", folder, "--label", "production", "--model", "gpt-4o"]);
    expect(labelled).toMatchObject({ code: 1, stderr: expect.stringContaining("files have no labels") });
    const nowhere = await cli.run(["prompts", "--prompts", join(folder, "not-there")]);
    expect(nowhere).toMatchObject({ code: 3, stderr: expect.stringContaining("cannot be opened") });
  });
});
