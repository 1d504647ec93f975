import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { LibraryConnection, PromptLibraryView } from "@shared/domain/prompt/library-view.ts";
import type { PromptLibraryId } from "@shared/domain/prompt/prompt.ts";
import type { CallCredentials } from "../credentials/call-credentials.ts";
import { createDemoLibrary } from "./demo/demo-library.ts";
import { identified } from "./found/identified-library.ts";
import type { LangfuseLibraries } from "./langfuse/langfuse-libraries.ts";
import type { LibraryConnecting, PromptLibrary } from "./library.ts";

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
}

/** A new library is one folder and one line here. */
export function createLibraries(
  langfuse: LangfuseLibraries,
  local: PromptLibrary,
  more: readonly PromptLibrary[] = [],
): PromptLibraries {
  const registered: readonly PromptLibrary[] = [createDemoLibrary(), langfuse.library, local, ...more];

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
