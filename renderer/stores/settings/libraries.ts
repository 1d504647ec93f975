import type { LibraryConnection, PromptLibraryView } from "@shared/domain/prompt/library-view.ts";
import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import type { SettingsView } from "@shared/domain/settings.ts";
import { type SettingsState, useSettings } from "./settings.ts";

/** The library that is open, with the one of its connections that is; undefined before the settings are here. */
export function openLibrary(settings: SettingsView | null): PromptLibraryView | undefined {
  const library = settings?.libraries.find(({ id }) => id === settings.preferences.library);
  if (!settings || !library || library.connections.length < 2) return library;
  const { connection } = settings.preferences;
  const chosen = library.connections.find(({ id }) => id === connection);
  return chosen && chosen !== library.connection ? chosenOf(library, chosen) : library;
}

/** One object for one choice, so that what depends on it changes only with the settings. */
const chosenViews = new WeakMap<LibraryConnection, PromptLibraryView>();

function chosenOf(library: PromptLibraryView, connection: LibraryConnection): PromptLibraryView {
  const known = chosenViews.get(connection);
  if (known) return known;
  const view = { ...library, connection };
  chosenViews.set(connection, view);
  return view;
}

/** The library that is open, in a component. */
export function useOpenLibrary(): PromptLibraryView | undefined {
  return useSettings((state) => openLibrary(state.settings));
}

/** Which of several prompts of one name this is: its library, and whose where that is not the open connection. */
export function placeText(settings: SettingsView | null, prompt: Pick<PromptRef, "library" | "connection">): string {
  const library = settings?.libraries.find(({ id }) => id === prompt.library);
  // One that is not registered any more has no other name.
  const label = library?.label ?? prompt.library;
  if (!library?.needsConnection) return label;
  if (prompt.connection === undefined) return `${label}, from before`;
  const connection = library.connections.find(({ id }) => id === prompt.connection);
  return connection ? connectionName(connection) : `${label}, another project`;
}

/** What a connection is called: its project as the server calls it, else its address. */
export function connectionName({ project, label }: LibraryConnection): string {
  return project?.name ?? label;
}

/** Whether the key of a prompt's connection is known to read only; it was asked when the connection was tested. */
export function readsOnly(
  { langfuse }: Pick<SettingsState, "langfuse">,
  { connection }: Pick<PromptRef, "connection">,
): boolean {
  const state = connection === undefined ? undefined : langfuse[connection];
  return state?.kind === "connected" && state.test.writes === false;
}

/** A reference that names no connection, with the one its library has now. */
export function withConnection(settings: SettingsView | null, ref: PromptRef): PromptRef {
  const connection = settings?.libraries.find(({ id }) => id === ref.library)?.connection?.id;
  return ref.connection !== undefined || connection === undefined ? ref : { ...ref, connection };
}
