import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { createEngine, type Engine } from "@engine/engine.ts";
import type { SecretCipher } from "@engine/ports.ts";
import { createDispatcher } from "@routes/dispatch.ts";
import { createHandlers } from "@routes/handlers.ts";
import type { CallName, RouteInput, RouteOutput } from "@shared/contract/routes.ts";
import type { HistoryRun } from "@shared/domain/run/history.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { noHost } from "../../fakes/routes/no-host.ts";
import type { ExpectedProfile } from "./old-profile-facts.ts";
import { inWordsOfToday } from "./old-words.ts";

/** Profiles as versions of their time left them, by the commit that wrote them. Each stays here for good. */
const profiles = join(import.meta.dirname, "../../fixtures/profiles");

/** A recorded profile with what its own version said of it. */
export interface OldProfile {
  name: string;
  /** Where the files are that were made of it. */
  exports: string;
  expected: ExpectedProfile;
}

export function listOldProfiles(): OldProfile[] {
  const folders = readdirSync(profiles, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => ({
    name,
    exports: join(profiles, name, "exports"),
    // The recorded file stays as it is.
    expected: inWordsOfToday(
      JSON.parse(
        readFileSync(join(profiles, name, "expected.json"), "utf8").replaceAll('"promptSource":', '"promptLibrary":'),
      ),
    ),
  }));
}

/** The runs of a profile as its own version exported them. */
export function readExportedRuns({ exports }: OldProfile): HistoryRun[] {
  return inWordsOfToday(JSON.parse(readFileSync(join(exports, "runs.json"), "utf8"))).runs;
}

/** An engine of today behind its routes. */
export interface OpenedProfile {
  /** What was wrong with its files when it was opened. */
  problems: readonly string[];
  call<N extends CallName>(name: N, input: RouteInput<N>): Promise<RouteOutput<N>>;
  /** Follows a run to its end. */
  follow(runId: string): Promise<RunRecord>;
  /** Closes the profile and leaves its files. */
  close(): Promise<void>;
}

/** A copy of a recorded profile, or an empty folder, for one test. */
export function copyProfile(name: string | null): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "promptscope-old-profile-"));
  if (name !== null) cpSync(join(profiles, name, "profile"), folder, { recursive: true });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export async function openProfile(
  folder: string,
  ciphers: readonly SecretCipher[] = [keyRing],
): Promise<OpenedProfile> {
  const environment = readEnvironment({});
  const engine = await createEngine({ profileDirectory: folder, environment, ciphers, demoPace: "immediate" });
  const dispatcher = dispatcherOf(engine);
  const { signal } = new AbortController();
  const call: OpenedProfile["call"] = async (name, input) => {
    const answer = await dispatcher.call(name, input, { signal });
    if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`, { cause: answer.error });
    return answer.data as RouteOutput<typeof name>;
  };
  return {
    problems: engine.problems,
    call,
    async follow(runId) {
      for await (const _frame of dispatcher.stream("run.events", { runId }, { signal }));
      return call("run.get", { runId });
    },
    close: () => engine.close(),
  };
}

function dispatcherOf(engine: Engine) {
  const handlers = createHandlers(engine, noHost);
  return createDispatcher({ handlers, redact: (text) => engine.redact(text) });
}

const key = createHash("sha256").update("promptscope test profile").digest();
const start = Buffer.alloc(16);

/** Stands for the key ring the profiles were recorded with: only it opens what is in their `secrets.json`. */
const keyRing: SecretCipher = {
  backend: () => "gnome_libsecret",
  lack: () => null,
  encrypt: async (text) => createCipheriv("aes-256-ctr", key, start).update(text, "utf8"),
  decrypt: async (bytes) => createDecipheriv("aes-256-ctr", key, start).update(bytes).toString("utf8"),
};
