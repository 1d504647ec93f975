import { createDemoLibrary } from "@engine/libraries/demo/demo-library.ts";
import { compilePrompt } from "@engine/pipeline/compile-prompt.ts";
import { listVariables } from "@shared/domain/template/list-variables.ts";
import { describe, expect, it } from "vitest";

const source = createDemoLibrary();
const io = { signal: new AbortController().signal };
const { prompts } = await source.list({ refresh: false }, io);
const every = prompts.flatMap(({ name, versions }) => versions.map((version) => ({ name, version })));

describe("the demo library", () => {
  it("has what the interface wants to show: folders, both types, versions, labels, a placeholder", () => {
    expect(prompts.length).toBeGreaterThanOrEqual(8);
    expect(new Set(prompts.map(({ type }) => type))).toEqual(new Set(["text", "chat"]));
    expect(prompts.filter(({ name }) => name.includes("/")).length).toBeGreaterThan(2);
    expect(new Set(prompts.flatMap(({ labels }) => labels))).toEqual(new Set(["production", "latest", "staging"]));
  });

  // A first run with an unset variable or a warning would be a poor welcome.
  it.each(every)(
    "$name version $version runs with its sample values, alike in both modes, without a warning",
    async (ref) => {
      const { prompt, sampleValues } = await source.get(
        { library: "demo", ...ref },
        { resolve: true, refresh: false },
        io,
      );
      const compile = (mode: "python" | "js") =>
        compilePrompt({
          prompt,
          variables: sampleValues?.variables ?? {},
          placeholders: sampleValues?.placeholders ?? {},
          mode,
          clientMessages: [],
          clientMessagesMode: "replace",
        });
      const python = compile("python");
      expect(python).toMatchObject({ missingVariables: [], unresolvedPlaceholders: [], warnings: [] });
      expect(compile("js").messages).toEqual(python.messages);
      expect(python.messages.at(-1)?.message.role).toBe("user");
    },
  );

  it.each(every)("$name version $version names a demo model", async (ref) => {
    const { prompt } = await source.get({ library: "demo", ...ref }, { resolve: true, refresh: false }, io);
    expect(prompt.config).toMatchObject({ model: expect.stringMatching(/^demo\/(storyteller|markdown|reasoner)$/) });
  });

  it("uses every sample value in the newest version", async () => {
    for (const { name } of prompts) {
      const ref = { library: "demo" as const, name, label: "latest" };
      const { prompt, sampleValues } = await source.get(ref, { resolve: true, refresh: false }, io);
      const names = listVariables(prompt.prompt);
      expect(Object.keys(sampleValues?.variables ?? {}).sort()).toEqual([...names.variables].sort());
      expect(Object.keys(sampleValues?.placeholders ?? {}).sort()).toEqual([...names.placeholders].sort());
    }
  });
});
