import { readEnvironment } from "@engine/credentials/environment.ts";
import { createKeyRingCipher } from "@engine/credentials/key-ring-cipher.ts";
import { createEngine } from "@engine/engine.ts";
import { lockedKeys } from "@engine/gateway/app/card-environment.ts";
import { readProfile } from "@engine/read-profile.ts";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../unit/store/temporary-folder.ts";
import { runRequest } from "./open-engine.ts";

const key = "sk-canary-of-all-hosts-91ab";

/** One ring, as every program of one user sees it. */
function openRing() {
  const entries = new Map<string, string>();
  const asked: string[] = [];
  const ring = {
    read: async (name: string) => {
      asked.push("read");
      return entries.get(name) ?? null;
    },
    write: async (name: string, value: string) => {
      asked.push("write");
      entries.set(name, value);
    },
  };
  return { asked, cipher: (lack: string | null = null) => createKeyRingCipher({ ring, lack: () => lack }) };
}

// On a Mac each touch may ask for the login's password; the command line called a key of the app locked for ever.
it("nobody asks the key ring in a session with the samples; a key saved by one host is found by the others", async () => {
  const { asked, cipher } = openRing();
  const profileDirectory = await temporaryFolder();
  const engine = await createEngine({
    profileDirectory,
    environment: readEnvironment({}),
    ciphers: [cipher()],
    demoPace: "immediate",
  });
  try {
    expect(engine.settings.view().secretStorage.available[0]).toBe("keychain");
    const { id: runId } = engine.runs.start(runRequest({ prompt: { library: "demo", name: "movie-critic" } }));
    for await (const _event of engine.runs.events(runId, 0, new AbortController().signal));
    expect([(await engine.runs.get(runId)).state, asked]).toEqual(["finished", []]);
    await engine.settings.connectProvider({ provider: "groq", apiKey: key, storage: "keychain" });
  } finally {
    await engine.close();
  }
  const profile = await readProfile(profileDirectory, [cipher()]);
  const [card] = Object.keys(profile.settings.providers);
  expect([card, lockedKeys(profile.settings, profile.secrets)]).toEqual(["groq", []]);
  expect(asked).toEqual(["write", "read", "read"]);

  const locked = await readProfile(profileDirectory, [cipher("there is no D-Bus")]);
  expect(lockedKeys(locked.settings, locked.secrets)).toEqual([
    expect.stringMatching(
      /^Groq: This key is in the system's key ring, which cannot be opened here: there is no D-Bus\. Set/,
    ),
  ]);
});
