import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { resolve, sep } from "node:path";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { lazily } from "@shared/domain/late/lazily.ts";
import type { LibraryConnection } from "@shared/domain/prompt/library-view.ts";
import type { CallCredentials } from "../../credentials/call-credentials.ts";
import type { Environment } from "../../credentials/environment.ts";
import type { PromptLibrary } from "../library.ts";
import type { LibraryWriting } from "../library-writing.ts";
import { facts } from "./facts.ts";
import type { SavedStates } from "./saved-states.ts";

export interface LocalLibraryOptions {
  /** The folder in force, absolute; undefined where none is named. */
  folder: () => string | undefined;
  environment: Environment;
  /** Absent: earlier texts are kept as long as the process. */
  states?: SavedStates;
}

/** Folders that are open at one time. */
const mostOpen = 20;

/**
 * The library of the folder in force, or of the one a call names. Another folder is another connection, so that no two
 * prompts of one name are mixed up. What reads files is loaded with the first prompt.
 */
export function createLocalLibrary({ folder, environment, states }: LocalLibraryOptions): PromptLibrary {
  const opened = new Map<string, PromptLibrary>();
  const loaded = lazily(() => import("./local-library.ts"));

  function pathOf(call: CallCredentials = {}): string | undefined {
    const path = call.promptFolder ?? folder();
    return path === undefined ? undefined : resolve(path);
  }

  function connection(call?: CallCredentials): LibraryConnection | null {
    if (call?.promptText !== undefined) return { id: textId(call.promptText), label: "config.yaml" };
    const path = pathOf(call);
    return path === undefined ? null : { id: folderId(path), label: shortPath(path) };
  }

  function open(call?: CallCredentials): PromptLibrary {
    if (call?.promptText !== undefined) return libraryOfText(call.promptText);
    const path = pathOf(call);
    if (path === undefined) {
      const message = "No folder of local prompts is named.";
      throw new AppFailure("local_folder_unusable", { message, advice: "Name the folder." });
    }
    const library = opened.get(path) ?? libraryOf(path);
    opened.delete(path);
    opened.set(path, library);
    const [oldest] = opened.keys();
    if (opened.size > mostOpen && oldest !== undefined) opened.delete(oldest);
    return library;
  }

  /** One prompt that lies in no folder. */
  function libraryOfText(text: string): PromptLibrary {
    const parts = lazily(async () => (await import("./prompt-text.ts")).openPromptText(text));
    return {
      ...facts,
      list: async (options, io) => (await parts()).list(options, io),
      get: async (ref, options, io) => (await parts()).get(ref, options, io),
      versions: async (name, options, io) => (await parts()).versions(name, options, io),
    };
  }

  function libraryOf(path: string): PromptLibrary {
    const parts = lazily(async () => (await loaded()).openLocalFolder(path, folderId(path), environment, states));
    const writing: LibraryWriting = {
      versionsAreTexts: true,
      keepsFiles: true,
      asStored: ({ type, prompt, config }) => ({ type, prompt, config: config ?? {} }),
      problems: async (version) => (await parts()).writing.problems(version),
      standing: async (name, io) => (await parts()).writing.standing(name, io),
      version: async (name, version, io) => (await parts()).writing.version(name, version, io),
      save: async (version, onto, io) => (await parts()).writing.save(version, onto, io),
      differingFile: async (name, given, io) => (await (await parts()).writing.differingFile?.(name, given, io)) ?? [],
      remove: async (name, version, io) => (await (await parts()).writing.remove?.(name, version, io)) ?? false,
    };
    return {
      ...facts,
      list: async (options, io) => (await parts()).list(options, io),
      get: async (ref, options, io) => (await parts()).get(ref, options, io),
      versions: async (name, options, io) => (await parts()).versions(name, options, io),
      async *changes(signal) {
        const { changes } = await parts();
        if (changes) yield* changes(signal);
      },
      fileOf: async (name, version, io) => (await (await parts()).fileOf?.(name, version, io)) ?? null,
      templateFormat: async (ref, io) => (await parts()).templateFormat?.(ref, io),
      writing,
    };
  }

  return {
    ...facts,
    list: async (options, io) => open().list(options, io),
    get: async (ref, options, io) => open().get(ref, options, io),
    versions: async (name, options, io) => open().versions(name, options, io),
    connecting: {
      isOfThisMachine: true,
      connection,
      connections: () => [connection()].flatMap((one) => one ?? []),
      open,
    },
  };
}

/** The same for the same folder, also after a restart. */
function folderId(path: string): string {
  return `folder-${createHash("sha256").update(path).digest("hex").slice(0, 16)}`;
}

function textId(text: string): string {
  return `text-${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
}

/** As people write it: `~/prompts`. */
function shortPath(path: string): string {
  const home = homedir();
  return path === home || path.startsWith(`${home}${sep}`) ? `~${path.slice(home.length)}` : path;
}
