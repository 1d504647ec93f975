import { environmentOnly } from "@engine/credentials/connection-sources.ts";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { listedLibraries } from "@engine/libraries/listed-libraries.ts";
import { createRunner } from "@engine/runner.ts";
import { expect, it } from "vitest";

it("the command line offers the libraries that are registered, and no others", async () => {
  const runner = createRunner({ ...environmentOnly(), environment: readEnvironment({}) });
  const registered = runner.libraries.all();
  expect(listedLibraries.map(({ id }) => id).sort()).toEqual(registered.map(({ id }) => id).sort());
  await runner.close();
});
