import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { experimentFolder } from "./experiment-folder.ts";

const root = resolve(import.meta.dirname, "../..");
const at = experimentFolder();

/** The step of the README's example for GitHub Actions. */
async function documentedStep(): Promise<string> {
  const text = await readFile(join(root, "README.md"), "utf8");
  const [, yaml = ""] = /In GitHub Actions:\n\n```yaml\n([\s\S]*?)```/.exec(text) ?? [];
  const [step] = parse(yaml) as { run: string; env: Record<string, string> }[];
  expect(Object.keys(step?.env ?? {})).toEqual(["OPENAI_API_KEY"]);
  return step?.run ?? "";
}

/** Runs a script as a CI's shell does, in a project that has the program linked as npm links it. */
async function shell(script: string, variables: Record<string, string> = at.variables()) {
  const bin = join(at.folder, "node_modules/.bin");
  await mkdir(bin, { recursive: true });
  const program = join(root, "out/cli/main.js");
  await chmod(program, 0o755);
  await symlink(program, join(bin, "promptscope")).catch(() => undefined);
  const env = { PATH: `${bin}:${process.env["PATH"]}`, HOME: at.folder, PROMPTSCOPE_HOME: join(at.folder, "profile") };
  const summary = { GITHUB_STEP_SUMMARY: join(at.folder, "summary.md") };
  return new Promise<{ code: number; stdout: string; stderr: string }>((done) => {
    const flags = ["--noprofile", "--norc", "-eo", "pipefail", "-c", script];
    execFile("bash", flags, { cwd: at.folder, env: { ...env, ...summary, ...variables } }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

const half = (question: string, model: string) => ({
  ...(model === "gpt-gone" ? { status: 404 } : {}),
  text: model === "gpt-edit" || Number(question.slice(1)) % 2 === 0 ? "yes" : "no",
});

describe.skipIf(process.platform === "win32")("in a shell as a CI has it", () => {
  it("the README's step holds, fails with its gate, and is none that fails where a fork has no key", async () => {
    const step = await documentedStep();
    await at.write(16, ['gates: ["edit.pass >= 0.9", "edit not worse than base"]'], half);
    const held = await shell(step);
    expect({ code: held.code, stderr: held.stderr }).toMatchObject({ code: 0 });
    expect(await readFile(join(at.folder, "summary.md"), "utf8")).toContain("edit is better than base");
    expect(await readFile(join(at.folder, "junit.xml"), "utf8")).toContain('<testsuite name="edit"');
    expect(await readFile(join(at.folder, "report.html"), "utf8")).toContain("edit is better than base");
    const keyless = await shell(step, { OPENAI_BASE_URL: at.server.url });
    expect({ code: keyless.code, stderr: keyless.stderr }).toMatchObject({ code: 0 });
    await at.server.close();
    await at.write(16, ['gates: ["base.pass >= 0.9"]'], half);
    expect((await shell(step)).code).not.toBe(0);
  });

  it("each end has an exit code of its own: 0, 1, 4, 5 and 6", async () => {
    await at.write(6, [], half);
    const text = await readFile(at.file(), "utf8");
    const files = {
      held: `${text}\ngates: ["edit.pass >= 0.9"]`,
      failed: `${text}\ngates: ["base.pass >= 0.9"]`,
      // Two variants that answer the same: six rows show nothing.
      undecided: `${text.replace("gpt-edit", "gpt-base")}\ngates: ["edit not worse than base by more than 0.02"]`,
      unfinished: text.replaceAll(/openai\/gpt-\w+/g, "openai/gpt-gone"),
    };
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(at.folder, `${name}.yaml`), content);
    }
    const run = (name: string) =>
      `code=0; promptscope experiment run ${name}.yaml >/dev/null 2>&1 || code=$?; echo "${name} $code"`;
    const lines = [...Object.keys(files).map(run), "unset OPENAI_API_KEY", run("held")];
    const { stdout } = await shell(lines.join("\n"));
    expect(stdout.trim().split("\n")).toEqual(["held 0", "failed 1", "undecided 4", "unfinished 5", "held 6"]);
  });
});
