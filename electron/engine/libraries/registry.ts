import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { LibraryConnection, PromptLibraryView } from "@shared/domain/prompt/library-view.ts";
import type { PromptLibraryId } from "@shared/domain/prompt/prompt.ts";
import type { CallCredentials } from "../credentials/call-credentials.ts";
import type { LangfuseSources } from "../credentials/langfuse-connection.ts";
import { createFetch } from "../http/recording-fetch.ts";
import type { Clock, SecretResolver } from "../ports.ts";
import { createDemoLibrary } from "./demo/demo-library.ts";
import { identified } from "./found/identified-library.ts";
import { createLangfuseLibraries, type KnownProjects, type LangfuseLibraries } from "./langfuse/langfuse-libraries.ts";
import type { LibraryConnecting, PromptLibrary } from "./library.ts";
import { createLocalLibrary, type LocalLibraryOptions } from "./local/local-libraries.ts";

/** What a library can be made of; each takes what it needs, and whoever opens libraries knows none of them. */
export interface LibraryParts {
  /** What is set up, in the settings and in the environment. */
  sources: () => LangfuseSources;
  secrets: SecretResolver;
  clock: Clock;
  projects?: KnownProjects | undefined;
  /** Where local prompts lie, and who keeps their earlier texts. */
  local?: Partial<Omit<LocalLibraryOptions, "environment">> | undefined;
}

/** Every prompt library there is, and the one way to open one. */
export interface PromptLibraries {
  /** As they are registered; one that needs a connection is not open yet. */
  all(): readonly PromptLibrary[];
  /** @throws AppFailure `invalid_input` for a library that is not registered. */
  find(id: PromptLibraryId): PromptLibrary;
  /**
   * Ready to be asked.
   * @param connection of the prompt that is meant; where it is not set up, the default opens and refuses that prompt.
   * @throws AppFailure as `find`, and when its connection is not set up.
   */
  open(id: PromptLibraryId, call?: CallCredentials, connection?: string): PromptLibrary;
  /** Which connection `open` would use; null where there is none. */
  connectionOf(id: PromptLibraryId, call?: CallCredentials, connection?: string): LibraryConnection | null;
  views(): PromptLibraryView[];
  /** What the settings ask of Langfuse besides its prompts: whether keys are right, what its models cost. */
  readonly langfuse: LangfuseLibraries;
}

/**
 * A new library is one folder and one line here.
 * @param more libraries besides the registered ones
 */
export function createLibraries(parts: LibraryParts, more: readonly PromptLibrary[] = []): PromptLibraries {
  const langfuse = createLangfuseLibraries({ ...parts, createFetch });
  const registered: readonly PromptLibrary[] = [
    createDemoLibrary(),
    langfuse.library,
    createLocalLibrary({ folder: () => undefined, ...parts.local, environment: parts.sources().environment }),
    ...more,
  ];

  function find(id: PromptLibraryId): PromptLibrary {
    const library = registered.find((one) => one.id === id);
    if (!library) throw new AppFailure("invalid_input", { message: `There is no prompt library “${id}”.` });
    return library;
  }

  function connectionOf(id: PromptLibraryId, call?: CallCredentials, wanted?: string): LibraryConnection | null {
    const { connecting } = find(id);
    return connecting?.connection(call, wanted) ?? connecting?.connection(call) ?? null;
  }

  return {
    langfuse,
    all: () => registered,
    find,
    connectionOf,
    open(id, call, wanted) {
      const library = find(id);
      const connection = connectionOf(id, call, wanted);
      const isThere = wanted !== undefined && connection?.id === wanted;
      return identified(library.connecting?.open(call, isThere ? wanted : undefined) ?? library, connection);
    },
    views: () =>
      registered.map(
        ({ id, label, can, samples, connecting }): PromptLibraryView => ({
          id,
          label,
          can,
          samples: samples === true,
          needsConnection: connecting !== undefined && !connecting.isOfThisMachine,
          connection: connecting?.connection() ?? null,
          connections: connecting?.connections() ?? [],
          ready: connecting === undefined || canOpen(connecting),
        }),
      ),
  };
}

function canOpen(connecting: LibraryConnecting): boolean {
  try {
    connecting.open();
    return true;
  } catch (error) {
    if (error instanceof AppFailure) return false;
    throw error;
  }
}
