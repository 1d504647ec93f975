import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { formatProblem } from "@engine/litellm/config-problem.ts";
import { openConfig } from "@engine/litellm/open-config.ts";
import { describe, expect, it } from "vitest";

const folder = join(import.meta.dirname, "../../fixtures/litellm/bad");
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => name.slice(0, -".yaml".length));
const environment = readEnvironment({ SET_KEY: "sk-set-0123456789" });

/** Every mistake of LiteLLM's own "bad input" table, and many more, each beside the message it gets. */
describe("bad configs", () => {
  it("there are enough of them (an empty folder would pass for ever)", () => {
    expect(names.length).toBeGreaterThanOrEqual(40);
  });

  it.each(names)("%s is explained with its line and what would be right", (name) => {
    const { problems } = openConfig(join(folder, `${name}.yaml`), environment);
    const expected = readFileSync(join(folder, `${name}.txt`), "utf8");
    expect(`${problems.map(formatProblem).join("\n")}\n`).toBe(expected);
    expect(problems.length).toBeGreaterThan(0);
  });

  it("a file that is not there, a folder and bytes that are no text are explained too", () => {
    expect(openConfig(join(folder, "nowhere.yaml"), environment).problems[0]?.message).toContain("is not there");
    expect(openConfig(folder, environment).problems[0]?.message).toContain("is a folder");
  });
});
