import type { PromptLibraryView } from "@shared/domain/prompt/library-view.ts";
import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import type { SettingsView } from "@shared/domain/settings.ts";
import { useSettings } from "./settings.ts";

/** The library that is open; undefined before the settings are here. */
export function openLibrary(settings: SettingsView | null): PromptLibraryView | undefined {
  return settings?.libraries.find(({ id }) => id === settings.preferences.library);
}

/** The library that is open, in a component. */
export function useOpenLibrary(): PromptLibraryView | undefined {
  return useSettings((state) => openLibrary(state.settings));
}

/** Which of several prompts of one name this is: its library, and whose where that is not the open connection. */
export function placeText(settings: SettingsView | null, prompt: { library: string; connection?: string }): string {
  const library = settings?.libraries.find(({ id }) => id === prompt.library);
  // One that is not registered any more has no other name.
  const label = library?.label ?? prompt.library;
  if (!library?.needsConnection) return label;
  if (prompt.connection === undefined) return `${label}, from before`;
  if (prompt.connection !== library.connection?.id) return `${label}, another project`;
  return library.connection.project?.name ?? library.connection.label;
}

/** A reference that names no connection, with the one its library has now. */
export function withConnection(settings: SettingsView | null, ref: PromptRef): PromptRef {
  const connection = settings?.libraries.find(({ id }) => id === ref.library)?.connection?.id;
  return ref.connection !== undefined || connection === undefined ? ref : { ...ref, connection };
}
