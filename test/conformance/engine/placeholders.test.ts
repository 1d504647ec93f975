import { expect, it } from "vitest";
import { samplePrompts } from "../../fakes/langfuse/sample-project.ts";
import { openEngineBench, runRequest } from "./open-engine.ts";

it("a placeholder without messages stops the run before anything is sent, and is named", async () => {
  const bench = await openEngineBench({ langfuse: { prompts: samplePrompts } });
  const prompt = { library: "langfuse", name: "with-history" };
  const given = runRequest({ prompt, variables: { name: "Ada" }, model: "gpt-4o" });
  const { record } = await bench.run(given);
  expect(record.outcome).toMatchObject({ kind: "not_sent", error: { code: "placeholder_unresolved" } });
  expect(JSON.stringify(record.outcome)).toContain("“history”");
  expect(bench.provider.requests).toEqual([]);
  const history = [{ role: "user", content: "Earlier" }];
  expect((await bench.run({ ...given, placeholders: { history } })).record.outcome?.kind).toBe("completed");
  await bench.close();
});
