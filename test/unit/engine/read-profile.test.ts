import { chmod, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readProfile } from "@engine/read-profile.ts";
import { defaultPreferences } from "@shared/domain/settings.ts";
import { expect, it } from "vitest";
import { temporaryFolder } from "../store/temporary-folder.ts";

it("gives the defaults for a profile that is not there, and does not create it", async () => {
  const folder = join(await temporaryFolder(), "none");
  const profile = await readProfile(folder);
  expect(profile.preferences).toEqual(defaultPreferences);
  expect(profile.problems).toEqual([]);
  await expect(readdir(folder)).rejects.toMatchObject({ code: "ENOENT" });
});

// Opened for writing, the app puts a damaged file aside; a reader beside the running app must not.
it("names damaged files and leaves every byte where it is", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "settings.json"), "{ damaged");
  await writeFile(join(folder, "secrets.json"), "{ damaged");
  await chmod(folder, 0o700);
  const profile = await readProfile(folder);
  expect(profile.problems).toEqual([
    "settings.json is damaged and is not used.",
    "secrets.json is damaged and is not used.",
  ]);
  expect((await readdir(folder)).toSorted()).toEqual(["secrets.json", "settings.json"]);
  expect(await readFile(join(folder, "settings.json"), "utf8")).toBe("{ damaged");
});

it("shows a key of the key ring as locked and one in a file as stored", async () => {
  const folder = await temporaryFolder();
  const ring = { id: "a", storage: "keychain", ciphertext: "AAAA", backend: "gnome_libsecret", api: "sync" };
  const secrets = [ring, { id: "b", storage: "file", value: "sk-canary-file-55ff" }];
  await writeFile(join(folder, "secrets.json"), JSON.stringify({ version: 1, secrets }));
  const profile = await readProfile(folder);
  expect(profile.secrets.view("a").status).toBe("locked");
  expect(profile.secrets.view("b").status).toBe("stored");
  expect(() => profile.secrets.resolve("a")).toThrow();
});
