import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { realElectronSteps } from "../../real-electron.ts";

const root = resolve(import.meta.dirname, "../../..");
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

// What only a workflow's shell can do is tried by nobody before a release.
it("each step of the packages' workflow is a script that runs anywhere", () => {
  const { jobs } = parse(readFileSync(join(root, ".github/workflows/packages.yml"), "utf8"));
  const commands: string[] = jobs.package.steps.flatMap(({ run }: { run?: string }) => run ?? []);
  expect(commands).toEqual(["npm ci", "npm run build", "npm run e2e:real", "npm run package"]);
  const names = commands.slice(1).map((command) => command.replace("npm run ", ""));
  expect(names.filter((name) => !(name in scripts))).toEqual([]);
  const { os } = jobs.package.strategy.matrix;
  // Both kinds of processor of each system: what a machine makes is for its own.
  expect(os).toHaveLength(6);
  expect(os.filter((name: string) => /arm|macos-15$/.test(name))).toHaveLength(3);
});

it.each([
  ["darwin", true, ["npx install-electron", "npx playwright"]],
  ["win32", true, ["npx install-electron", "npx playwright"]],
  ["linux", true, ["npx install-electron", "sudo chown", "sudo chmod", "npx playwright"]],
  ["linux", false, ["npx install-electron", "sudo chown", "sudo chmod", "xvfb-run npx"]],
] as const)("on %s with a display (%s) the specs run on the real Electron", (platform, hasDisplay, expected) => {
  const steps = realElectronSteps({ platform, hasDisplay });
  expect(steps.map(({ command, words }) => `${command} ${words[0]}`)).toEqual(expected);
});

// `WRITE_README=1 vitest` is a sentence of POSIX shells: on Windows the script failed.
it("no script needs a shell of one system", () => {
  const posix = Object.entries<string>(scripts).filter(([, line]) => /(^|&& )\w+=|['`$;|]/.test(line));
  expect(posix).toEqual([]);
});

it("Git gives files the same line ends on every system", () => {
  const lines = readFileSync(join(root, ".gitattributes"), "utf8").split("\n");
  expect(lines).toEqual(expect.arrayContaining(["* text=auto eol=lf", "*.png binary", "test/fixtures/** -text"]));
});
