import type { Engine } from "@engine/engine.ts";
import type { BranchChange, localRoutes, PromptChange } from "@shared/contract/local-routes.ts";
import type { Routes } from "@shared/contract/routes.ts";
import type { HandlersFor } from "./dispatch.ts";
import { sequenceEvents } from "./sequence-events.ts";

type LocalHandlers = Pick<HandlersFor<Routes>, keyof typeof localRoutes>;

/** The routes of the folder of local prompts. */
export function localHandlers({ localFolder, libraries }: Pick<Engine, "localFolder" | "libraries">): LocalHandlers {
  async function* changes(signal: AbortSignal): AsyncGenerator<PromptChange | BranchChange, void> {
    const watched = libraries.views().find(({ id, ready }) => ready && libraries.open(id).changes);
    if (!watched) return;
    const place = { library: watched.id, ...(watched.connection ? { connection: watched.connection.id } : {}) };
    for await (const change of libraries.open(watched.id).changes?.(signal) ?? []) yield { ...place, ...change };
  }
  return {
    "local.folder": async () => localFolder.view(),
    "local.check": ({ path }, io) => localFolder.check(path, io),
    "local.use": ({ path }, io) => localFolder.use(path, io),
    "prompts.changes": (_input, { signal }) => sequenceEvents(changes(signal)),
  };
}
