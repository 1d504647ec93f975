import { create } from "zustand";

export interface CommandInfo {
  title: string;
  group: "Run" | "Go to" | "Prompt" | "View" | "Settings";
  /** Like `mod+enter`; `mod` is ⌘ on a Mac and Ctrl elsewhere. */
  shortcut?: string;
  /** Where a browser keeps `shortcut` for itself, as it does with Ctrl+N and Ctrl+T; it works in the app too. */
  browserShortcut?: string;
  /** The key belongs to this region, and elsewhere to what has the focus, as undo does. */
  within?: "prompt";
}

/** Every named command. The palette, the buttons, the native menu and the README take names and keys from here. */
export const commandTable = {
  "run.start": { title: "Run", group: "Run", shortcut: "mod+enter" },
  "run.variant": { title: "Run this variant", group: "Run", shortcut: "mod+shift+enter" },
  "run.stop": { title: "Stop", group: "Run", shortcut: "escape" },
  "palette.open": { title: "Search prompts and commands", group: "Go to", shortcut: "mod+k" },
  "view.playground": { title: "Playground", group: "Go to" },
  "view.experiments": { title: "Experiments", group: "Go to", shortcut: "mod+shift+e" },
  "experiment.new": { title: "New experiment", group: "Go to" },
  "experiment.fromPlayground": { title: "Experiment with these variants and inputs", group: "Run" },
  "view.history": { title: "History", group: "Go to", shortcut: "mod+shift+h" },
  "history.search": { title: "Search the history", group: "Go to" },
  "history.undo": { title: "Undo deleting runs", group: "Go to" },
  "view.gateway": { title: "Gateway", group: "Go to", shortcut: "mod+shift+g" },
  "view.models": { title: "Models that end", group: "Go to" },
  "gateway.start": { title: "Start the gateway", group: "Go to" },
  "gateway.stop": { title: "Stop the gateway", group: "Go to" },
  "settings.open": { title: "Settings", group: "Go to", shortcut: "mod+," },
  "library.filter": { title: "Filter the prompt library", group: "Go to", shortcut: "mod+p" },
  "prompt.new": { title: "New prompt", group: "Prompt", shortcut: "mod+n", browserShortcut: "alt+n" },
  "prompt.newText": { title: "New text prompt", group: "Prompt" },
  "prompt.paste": { title: "New prompt from a copied request", group: "Prompt" },
  "prompt.fromRun": { title: "New prompt from the open run", group: "Prompt" },
  "prompt.copy": { title: "Copy or move this prompt to another library", group: "Prompt" },
  "library.export": { title: "Export all prompts to a file", group: "Prompt" },
  "library.import": { title: "Import prompts from a file", group: "Prompt" },
  "prompt.save": { title: "Save the edit as a version", group: "Prompt", shortcut: "mod+s" },
  "edit.undo": { title: "Undo the last change of the prompt", group: "Prompt", shortcut: "mod+z", within: "prompt" },
  "edit.redo": { title: "Redo the change of the prompt", group: "Prompt", shortcut: "mod+shift+z", within: "prompt" },
  "library.refresh": { title: "Refresh the prompt list", group: "Prompt" },
  "inspector.toggle": { title: "Show or hide the inspector", group: "View", shortcut: "mod+i" },
  "variant.add": { title: "Add a variant", group: "Run", shortcut: "mod+t", browserShortcut: "alt+t" },
  "inputs.run": { title: "Run over all saved inputs", group: "Run" },
  "outputs.diff": { title: "Show what differs in the outputs", group: "View", shortcut: "mod+d" },
  "requests.diff": { title: "Show what differs in the requests", group: "View" },
  "runs.charts": { title: "Charts of these runs", group: "View" },
  "comparison.share": { title: "Share this comparison as a page", group: "View" },
  "vote.blind": { title: "Vote without names", group: "View" },
  "variant.focus1": { title: "Go to variant 1", group: "View", shortcut: "alt+1" },
  "variant.focus2": { title: "Go to variant 2", group: "View", shortcut: "alt+2" },
  "variant.focus3": { title: "Go to variant 3", group: "View", shortcut: "alt+3" },
  "variant.focus4": { title: "Go to variant 4", group: "View", shortcut: "alt+4" },
  "variant.focus5": { title: "Go to variant 5", group: "View", shortcut: "alt+5" },
  "variant.focus6": { title: "Go to variant 6", group: "View", shortcut: "alt+6" },
  "variant.focus7": { title: "Go to variant 7", group: "View", shortcut: "alt+7" },
  "variant.focus8": { title: "Go to variant 8", group: "View", shortcut: "alt+8" },
  "variant.focus9": { title: "Go to variant 9", group: "View", shortcut: "alt+9" },
  "library.toggle": { title: "Show or hide the library", group: "View", shortcut: "mod+b" },
  "pane.next": { title: "Next pane", group: "View", shortcut: "f6" },
  "pane.before": { title: "Pane before", group: "View", shortcut: "shift+f6" },
  "theme.system": { title: "Theme: follow the system", group: "View" },
  "theme.light": { title: "Theme: light", group: "View" },
  "theme.dark": { title: "Theme: dark", group: "View" },
  "langfuse.connect": { title: "Connect Langfuse", group: "Settings" },
  "provider.connect": { title: "Add a provider", group: "Settings" },
  "workspace.demo": { title: "Open the demo workspace", group: "Settings" },
  "workspace.langfuse": { title: "Open the Langfuse project", group: "Settings" },
} as const satisfies Record<string, CommandInfo>;

export type CommandId = keyof typeof commandTable;

/** A row of the table of keys. */
export interface Shortcut {
  command: CommandId;
  title: string;
  keys: string;
  /** In a browser, where those are taken. */
  browserKeys?: string;
}

const commandIds = Object.keys(commandTable) as CommandId[];

/** The title, group and key of a command. */
export function commandInfo(id: CommandId): CommandInfo {
  return commandTable[id];
}

/** All keys, in the table's order. */
export const shortcuts: readonly Shortcut[] = commandIds.flatMap((command) => {
  const { title, shortcut, browserShortcut } = commandInfo(command);
  if (shortcut === undefined) return [];
  return [{ command, title, keys: shortcut, ...(browserShortcut ? { browserKeys: browserShortcut } : {}) }];
});

/** What a command does where it is mounted. */
export interface CommandAction {
  run(): void;
  /** False takes it out of the palette and leaves its key to others; absent means always. */
  enabled?(): boolean;
  /** Says why nothing happens, where the command is asked for and not possible now; its key is then no one else's. */
  explain?(): void;
}

export interface CommandState {
  actions: ReadonlyMap<CommandId, CommandAction>;
  /** Puts actions behind commands; returns what takes them away again. A later registration of a command wins. */
  register(actions: Partial<Record<CommandId, CommandAction>>): () => void;
  /** Runs a command by name, or has it say why not; false when there is none by that name, or it has nothing to say. */
  run(id: string): boolean;
  /** The commands possible now, in the table's order. */
  available(): CommandId[];
}

export const useCommands = create<CommandState>()((set, get) => ({
  actions: new Map(),

  register(added) {
    const entries = Object.entries(added) as [CommandId, CommandAction][];
    set({ actions: new Map([...get().actions, ...entries]) });
    return () => {
      const actions = new Map(get().actions);
      for (const [id, action] of entries) {
        if (actions.get(id) === action) actions.delete(id);
      }
      set({ actions });
    };
  },

  run(id) {
    const action = get().actions.get(id as CommandId);
    if (action === undefined) return false;
    if (action.enabled?.() !== false) action.run();
    else if (action.explain) action.explain();
    else return false;
    return true;
  },

  available() {
    const { actions } = get();
    return commandIds.filter((id) => {
      const action = actions.get(id);
      return action !== undefined && action.enabled?.() !== false;
    });
  },
}));

/** The part of a keyboard event that decides which shortcut it is. */
export interface KeyPress {
  key: string;
  /** The physical key, for layouts without Latin letters. */
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** The command a key press stands for, if any. */
export function commandOfKey(press: KeyPress, mac: boolean): CommandId | undefined {
  return shortcuts.find(
    ({ keys, browserKeys }) =>
      matchesShortcut(press, keys, mac) || (browserKeys !== undefined && matchesShortcut(press, browserKeys, mac)),
  )?.command;
}

function matchesShortcut(press: KeyPress, keys: string, mac: boolean): boolean {
  const parts = keys.split("+");
  const key = parts.at(-1) ?? "";
  const mod = parts.includes("mod");
  return (
    pressedKey(press) === key &&
    (mac ? press.metaKey : press.ctrlKey) === mod &&
    !(mac ? press.ctrlKey : press.metaKey) &&
    press.shiftKey === parts.includes("shift") &&
    press.altKey === parts.includes("alt")
  );
}

/**
 * The key of a shortcut that was pressed: the sign on it where a layout has Latin letters, else its place. What a person
 * writes a letter with is no shortcut.
 */
function pressedKey({ key, code, altKey }: KeyPress): string {
  // Alt with the numeric pad writes signs by their codes on Windows.
  if (altKey && code.startsWith("Numpad")) return "";
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  // Alt with a digit writes a sign on a Mac and on French keyboards; the key that was pressed is meant.
  if (altKey && digit !== undefined) return digit;
  const place = /^Key([A-Z])$/.exec(code)?.[1] ?? digit ?? (code === "Comma" ? "," : undefined);
  return (isOfNoLatinKey(key) && place !== undefined ? place : key).toLowerCase();
}

/** Signs of other scripts (one key of Arabic writes two letters), of Option on a Mac, dead keys; ı is where I is elsewhere. */
function isOfNoLatinKey(key: string): boolean {
  if (key === "Dead" || key === "ı") return true;
  return /[^\0-\x7f]/.test(key) && !/\p{Script=Latin}/u.test(key);
}
