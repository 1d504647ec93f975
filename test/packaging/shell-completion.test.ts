import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CommandLine, openCommandLine } from "./command-line.ts";

/** What a shell offers after TAB. Needs a build. */
let cli: CommandLine;
let folder: string;
beforeAll(async () => {
  cli = await openCommandLine();
  folder = await mkdtemp(join(tmpdir(), "promptscope-completion-"));
  await writeFile(join(folder, "config.yaml"), "");
  await writeFile(join(folder, "my config.yaml"), "");
});
afterAll(async () => {
  await cli.close();
  await rm(folder, { recursive: true, force: true });
});

describe("bash, by running the function it registers", () => {
  /** The words as bash splits them, the last one being typed. */
  async function complete(...words: string[]): Promise<string[]> {
    const { stdout } = await cli.run(["completion", "bash"]);
    const script = `${stdout}
complete -p promptscope | grep -q -- "-F _promptscope" || exit 9
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_promptscope
printf "%s\\n" "\${COMPREPLY[@]}"`;
    const shell = spawn("bash", ["-c", script, "bash", "promptscope", ...words], { cwd: folder });
    const [offered, complaints] = await Promise.all([text(shell.stdout), text(shell.stderr)]);
    expect(complaints).toBe("");
    return offered.trimEnd().split("\n").toSorted();
  }
  const files = ["config.yaml", "my config.yaml"];

  it.each([
    ["commands", ["pro"], ["prompts"]],
    ["options", ["run", "--no"], ["--no-history", "--no-stream"]],
    ["options after an operand", ["compare", "x", "--mo"], ["--model"]],
    ["files for --config", ["serve", "--config", ""], files],
    ["files for --config=", ["serve", "--config", "="], files],
    ["the rest of a file's name", ["serve", "--config", "=", "my"], ["my config.yaml"]],
    ["files for the config of check", ["check", ""], files],
    ["files after an option of check", ["check", "--strict", "conf"], ["config.yaml"]],
    ["options of check", ["check", "--of"], ["--offline"]],
    ["choices", ["run", "x", "--source", ""], ["demo", "langfuse", "local"]],
    ["choices after =", ["serve", "--client_messages", "=", "a"], ["append"]],
    ["shells", ["completion", ""], ["bash", "fish", "zsh"]],
    ["nothing where any text may follow", ["run", "x", "--model", ""], [""]],
  ])("%s", async (_name, words, offered) => {
    expect(await complete(...words)).toEqual(offered);
  });
});

// Neither shell is there on every machine, so these look at the text alone.
describe("zsh and fish, by the text of their scripts", () => {
  it("zsh: choices, files, and nothing where any text may follow", async () => {
    const { stdout } = await cli.run(["completion", "zsh"]);
    expect(stdout).toMatch(/^#compdef promptscope\n/);
    expect(stdout).toMatch(/ serve\) _arguments '--config\[[^\]]*\]:config\.yaml:_files' /);
    expect(stdout).toMatch(/ check\) _arguments .* '1:config\.yaml:_files' ;;/);
    expect(stdout).toMatch(/ run\) _arguments .*'--source\[[^\]]*\]:SOURCE:\(local langfuse demo\)' .*'1:NAME: ' ;;/);
    expect(stdout).toMatch(/ completion\) _arguments .*'1:bash\|zsh\|fish:\(bash zsh fish\)' ;;/);
  });

  it("fish: choices, files, and nothing where any text may follow", async () => {
    const lines = (await cli.run(["completion", "fish"])).stdout.split("\n");
    const within = (command: string) => `complete -c promptscope -n '__fish_seen_subcommand_from ${command}'`;
    expect(lines).toContain("complete -c promptscope -f");
    expect(lines).toContain(`${within("check")} -F`);
    expect(lines).toContain(`${within("completion")} -a 'bash zsh fish'`);
    expect(lines).toContainEqual(expect.stringContaining(`${within("serve")} -l config -r -F -d `));
    expect(lines).toContainEqual(expect.stringContaining(`${within("run")} -l source -x -a 'local langfuse demo' -d `));
    expect(lines).toContainEqual(expect.stringContaining(`${within("run")} -l model -x -d `));
  });
});
