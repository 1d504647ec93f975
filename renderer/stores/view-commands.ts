/** Something the open view can do that has neither a key nor a place in the native menu: the palette finds it. */
export interface ViewCommand {
  id: string;
  title: string;
  /** Of what it is, such as “Experiment”; found by that too. */
  group: string;
  run(): void;
}

/** An entry of a menu, as far as a command needs it. */
interface Entry {
  id: string;
  label?: unknown;
  disabled?: boolean;
  onSelect?(): void;
}

/** What each part of the open view offers now, in the order in which the parts came. */
const parts = new Set<() => readonly ViewCommand[]>();

/** Adds what a part of the open view can do, for `useWhileShown`; returns what takes it away again. */
export function offerCommands(commands: () => readonly ViewCommand[]): () => void {
  parts.add(commands);
  return () => void parts.delete(commands);
}

/** All that the open view can do now. */
export function offeredCommands(): ViewCommand[] {
  return [...parts].flatMap((commands) => commands());
}

/**
 * Entries of a menu as commands: those that can be chosen now and are named by a text.
 * @param before what the menu's name says of each, such as “Export: ”.
 */
export function commandsOf(group: string, entries: readonly Entry[], before = ""): ViewCommand[] {
  return entries.flatMap(({ id, label, disabled, onSelect }) => {
    if (typeof label !== "string" || onSelect === undefined || disabled === true) return [];
    return [{ id: `${group} ${before}${id}`, title: `${before}${label}`, group, run: onSelect }];
  });
}
