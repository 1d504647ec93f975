import { environmentOnly } from "@engine/credentials/connection-sources.ts";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { libraryOfModel, listedLibraries } from "@engine/libraries/listed-libraries.ts";
import { createRunner } from "@engine/runner.ts";
import { expect, it } from "vitest";

it("the command line offers the libraries that are registered, and no others", async () => {
  const runner = createRunner({ ...environmentOnly(), environment: readEnvironment({}) });
  const registered = runner.libraries.all();
  expect(listedLibraries.map(({ id }) => id).sort()).toEqual(registered.map(({ id }) => id).sort());
  await runner.close();
});

it.each([
  ["langfuse/gpt-4o", "langfuse"],
  ["local/gpt-4o", "local"],
  // LiteLLM's word for the same.
  ["dotprompt/openai/gpt-4o", "local"],
  ["openai/gpt-4o", undefined],
  ["gpt-4o", undefined],
])("a model %s goes through a prompt of %s", (model, library) => {
  expect(libraryOfModel(model)?.library.id).toBe(library);
});

// A prefix of two libraries would be the first one's, and one without a slash would take models of other names along.
it("a prefix is of one library, and ends in a slash", () => {
  const prefixes = listedLibraries.flatMap(({ modelPrefixes = [] }) => modelPrefixes);
  expect(new Set(prefixes).size).toBe(prefixes.length);
  expect(prefixes.filter((prefix) => !/^[a-z]+\/$/.test(prefix))).toEqual([]);
});
