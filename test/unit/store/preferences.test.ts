import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { readProfile } from "@engine/read-profile.ts";
import { openPreferences } from "@engine/store/preferences.ts";
import { defaultPreferences } from "@shared/domain/settings.ts";
import { expect, it } from "vitest";
import { temporaryFolder } from "./temporary-folder.ts";

const named = readEnvironment({ LANGFUSE_PUBLIC_KEY: "pk-lf-test", LANGFUSE_SECRET_KEY: "sk-lf-test" });
const half = readEnvironment({ LANGFUSE_PUBLIC_KEY: "pk-lf-test" });
const empty = readEnvironment({});

it("opens the project the environment names while nobody has chosen a workspace (the samples were opened)", async () => {
  const path = join(await temporaryFolder(), "settings.json");
  for (const [environment, library] of [
    [named, "langfuse"],
    [half, "demo"],
    [empty, "demo"],
  ] as const) {
    expect((await openPreferences(path, environment)).get().library).toBe(library);
  }
});

it("somebody with only a provider's key begins with prompts of their own (the samples opened as if nothing was there)", async () => {
  const path = join(await temporaryFolder(), "settings.json");
  const own = { variables: ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"], library: "local" };
  const key = { ANTHROPIC_API_KEY: "sk-ant-test" };
  const both = readEnvironment({ ...key, LANGFUSE_PUBLIC_KEY: "pk-lf-test", LANGFUSE_SECRET_KEY: "sk-lf-test" });
  for (const [environment, library] of [
    [readEnvironment(key), "local"],
    [both, "langfuse"],
    [empty, "demo"],
  ] as const) {
    expect((await openPreferences(path, environment, "write", own)).get().library).toBe(library);
  }
});

it("another change is no choice of a workspace, and is kept", async () => {
  const folder = await temporaryFolder();
  const path = join(folder, "settings.json");
  await (await openPreferences(path, empty)).set({ theme: "dark" });
  const later = await openPreferences(path, named);
  expect(later.get()).toMatchObject({ theme: "dark", library: "langfuse" });
  // The command line reads the same file.
  expect(await readProfile(folder)).toMatchObject({ preferences: { theme: "dark", library: "demo" }, problems: [] });
});

it("a workspace chosen with an earlier version stays chosen (its key was source)", async () => {
  const folder = await temporaryFolder();
  const path = join(folder, "settings.json");
  const { library: _library, ...others } = defaultPreferences;
  await writeFile(path, JSON.stringify({ ...others, source: "langfuse" }));
  expect((await openPreferences(path, empty)).get().library).toBe("langfuse");
  expect((await readProfile(folder)).preferences.library).toBe("langfuse");
});

it("a choice wins over the environment, whichever way it went", async () => {
  const path = join(await temporaryFolder(), "settings.json");
  await (await openPreferences(path, named)).set({ library: "demo" });
  expect((await openPreferences(path, named)).get().library).toBe("demo");
  await (await openPreferences(path, named)).set({ library: "langfuse" });
  expect((await openPreferences(path, empty)).get().library).toBe("langfuse");
  expect(JSON.parse(await readFile(path, "utf8")).library).toBe("langfuse");
});
