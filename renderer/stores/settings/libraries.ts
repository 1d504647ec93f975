import type { LibraryConnection, PromptLibraryView } from "@shared/domain/prompt/library-view.ts";
import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import type { SettingsView } from "@shared/domain/settings.ts";
import { type SettingsState, useSettings } from "./settings.ts";

/** The library that is open, with the one of its connections that is; undefined before the settings are here. */
export function openLibrary(settings: SettingsView | null): PromptLibraryView | undefined {
  const library = settings?.libraries.find(({ id }) => id === settings.preferences.library);
  return settings && library ? withShownConnection(library, settings) : undefined;
}

/**
 * The libraries of the tree, each with the one of its connections that is shown: projects first, then folders, then the
 * samples. One that is not connected yet is not among them.
 */
export function shownLibraries(settings: SettingsView): PromptLibraryView[] {
  const rank = ({ needsConnection, samples }: PromptLibraryView) => (needsConnection ? 0 : samples ? 2 : 1);
  return settings.libraries
    .filter(({ needsConnection, connections }) => !needsConnection || connections.length > 0)
    .map((library) => withShownConnection(library, settings))
    .sort((a, b) => rank(a) - rank(b));
}

/** A library, and the connection that is shown of it, as lists and keys name it. */
export function placeOf({ id, connection }: PromptLibraryView): Pick<PromptRef, "library" | "connection"> {
  return { library: id, ...(connection ? { connection: connection.id } : {}) };
}

/** Of several connections the chosen one is shown, else the default. */
function withShownConnection(library: PromptLibraryView, { preferences }: SettingsView): PromptLibraryView {
  if (library.connections.length < 2) return library;
  const chosen = library.connections.find(({ id }) => id === preferences.connection);
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

/** What a library is called where its prompts stand: its project where it has one. */
export function libraryName({ label, samples, connection }: PromptLibraryView): string {
  return samples ? "Demo" : (connection?.project?.name ?? label);
}

/**
 * Makes the place of a prompt the open workspace; which project is shown stays as it is while another library is open.
 * A connection that is not set up any more opens nothing.
 */
export function openPlaceOf({ library, connection }: Pick<PromptRef, "library" | "connection">): void {
  const { settings, save } = useSettings.getState();
  const found = settings?.libraries.find(({ id }) => id === library);
  const open = openLibrary(settings);
  if (!settings || !found || !open) return;
  if (open.id === library && (connection === undefined || open.connection?.id === connection)) return;
  if (connection !== undefined && !found.connections.some(({ id }) => id === connection)) return;
  const chosen = found.needsConnection && connection !== undefined ? { library, connection } : { library };
  // At once: the bar must not name one place for as long as the write takes while a prompt of another is open.
  useSettings.setState({ settings: { ...settings, preferences: { ...settings.preferences, ...chosen } } });
  void save(chosen);
}

/** Whether prompts of a library are files of this machine: they have no labels, and who saves one writes its file. */
export function isFileLibrary(settings: SettingsView | null, library: string | undefined): boolean {
  const found = settings?.libraries.find(({ id }) => id === library);
  return found !== undefined && !found.needsConnection && !found.samples;
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
