import { create } from "zustand";

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

interface ViewCommandState {
  /** What each part of the view offers now. */
  parts: ReadonlyMap<symbol, () => readonly ViewCommand[]>;
  /** Adds a part's commands; returns what takes them away again. */
  offer(commands: () => readonly ViewCommand[]): () => void;
  /** All that is possible now, in the order in which the parts came. */
  available(): ViewCommand[];
}

export const useViewCommands = create<ViewCommandState>()((set, get) => ({
  parts: new Map(),
  offer(commands) {
    const part = Symbol("part of a view");
    set({ parts: new Map([...get().parts, [part, commands]]) });
    return () => set({ parts: new Map([...get().parts].filter(([other]) => other !== part)) });
  },
  available: () => [...get().parts.values()].flatMap((commands) => commands()),
}));

/** Adds what a part of the open view can do, for `useWhileShown`; returns what takes it away again. */
export function offerCommands(commands: () => readonly ViewCommand[]): () => void {
  return useViewCommands.getState().offer(commands);
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
