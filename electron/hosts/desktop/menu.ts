import type { MenuItemConstructorOptions } from "electron";

/** A menu item that runs a command of the interface; ids and keys are those of the renderer's command table. */
interface CommandItem {
  label: string;
  command: string;
  accelerator?: string;
  /** The key on a Mac, where it is another: one without ⌘ would go to the menu and never reach the page. */
  macAccelerator?: string;
}

type Item = MenuItemConstructorOptions;

const newPrompt: CommandItem = { label: "New Prompt", command: "prompt.new", accelerator: "CmdOrCtrl+N" };
const promptCommands: CommandItem[] = [
  { label: "Run", command: "run.start", accelerator: "CmdOrCtrl+Enter" },
  { label: "Stop", command: "run.stop", accelerator: "Escape", macAccelerator: "Cmd+." },
  { label: "Save as Version…", command: "prompt.save", accelerator: "CmdOrCtrl+S" },
  { label: "Refresh Prompt List", command: "library.refresh" },
];
const goCommands: CommandItem[] = [
  { label: "Search Prompts and Commands…", command: "palette.open", accelerator: "CmdOrCtrl+K" },
  { label: "Filter Prompt Library", command: "library.filter", accelerator: "CmdOrCtrl+P" },
  { label: "Playground", command: "view.playground" },
  { label: "Experiments", command: "view.experiments", accelerator: "CmdOrCtrl+Shift+E" },
  { label: "History", command: "view.history", accelerator: "CmdOrCtrl+Shift+H" },
  { label: "Gateway", command: "view.gateway", accelerator: "CmdOrCtrl+Shift+G" },
];
const viewCommands: CommandItem[] = [
  { label: "Show or Hide Library", command: "library.toggle", accelerator: "CmdOrCtrl+B" },
  { label: "Show or Hide Inspector", command: "inspector.toggle", accelerator: "CmdOrCtrl+I" },
];
const settingsCommand: CommandItem = { label: "Settings…", command: "settings.open", accelerator: "CmdOrCtrl+," };

/** Every command the menu can send, for the test that holds it against the renderer's table. */
export const menuCommands: readonly CommandItem[] = [
  newPrompt,
  ...promptCommands,
  ...goCommands,
  ...viewCommands,
  settingsCommand,
];

const separator: Item = { type: "separator" };

/**
 * The native menu, by each platform's conventions (`README.md#menus`). `run` gets the id of a command of the interface;
 * `checkForUpdates` is there where this copy can be updated.
 */
export function menuTemplate(
  platform: NodeJS.Platform,
  run: (command: string) => void,
  checkForUpdates?: () => void,
): Item[] {
  const isMac = platform === "darwin";
  const item = ({ label, command, accelerator, macAccelerator }: CommandItem): Item => ({
    id: command,
    label,
    click: () => run(command),
    ...keyOf(isMac ? (macAccelerator ?? accelerator) : accelerator, isMac),
  });
  // Named outright: unpackaged, the name of the app is that of its npm package.
  const about: Item = { role: "about", label: "About Promptscope" };
  const updates: Item[] = checkForUpdates
    ? [{ id: "updates.check", label: "Check for Updates…", click: () => checkForUpdates() }]
    : [];
  const appMenu: Item = {
    label: "Promptscope",
    submenu: [
      about,
      ...updates,
      separator,
      item(settingsCommand),
      separator,
      { role: "services" },
      separator,
      { role: "hide", label: "Hide Promptscope" },
      { role: "hideOthers" },
      { role: "unhide" },
      separator,
      { role: "quit", label: "Quit Promptscope" },
    ],
  };
  const quit: Item = { role: "quit", label: platform === "win32" ? "Exit" : "Quit" };
  return [
    ...(isMac ? [appMenu] : []),
    {
      label: "File",
      submenu: isMac
        ? [item(newPrompt), separator, { role: "close" }]
        : [item(newPrompt), separator, item(settingsCommand), separator, quit],
    },
    { role: "editMenu" },
    { label: "Prompt", submenu: promptCommands.map(item) },
    { label: "Go", submenu: goCommands.map(item) },
    { label: "View", submenu: [...viewCommands.map(item), separator, ...zoom(isMac), separator, ...tools] },
    { role: "windowMenu" },
    ...(isMac ? [{ role: "help" as const, submenu: [] }] : [{ label: "Help", submenu: [...updates, about] }]),
  ];
}

/**
 * The interface handles its keys itself, in the right context; where the menu may only show them, it only shows them. On a
 * Mac every key of a menu is the menu's, and those with ⌘ come to it only when the page has not taken them.
 */
function keyOf(accelerator: string | undefined, isMac: boolean): Item {
  if (accelerator === undefined) return {};
  return isMac ? { accelerator } : { accelerator, registerAccelerator: false };
}

const hidden: Item = { visible: false, acceleratorWorksWhenHidden: true };

/** The roles' own keys are Ctrl with Plus, - and 0 as a US keyboard has them. */
function zoom(isMac: boolean): Item[] {
  // Where - and 0 lie on other keys (AZERTY), the numeric pad is what people use; a Mac takes it for the same keys.
  const pad: Item[] = isMac
    ? []
    : [
        { role: "resetZoom", accelerator: "Ctrl+num0", ...hidden },
        { role: "zoomIn", accelerator: "Ctrl+numadd", ...hidden },
        { role: "zoomOut", accelerator: "Ctrl+numsub", ...hidden },
      ];
  return [
    { role: "resetZoom" },
    { role: "zoomIn" },
    // Plus is Ctrl+Shift+= on most layouts, and what is pressed is Ctrl+=.
    { role: "zoomIn", accelerator: "CmdOrCtrl+=", ...hidden },
    { role: "zoomOut" },
    ...pad,
  ];
}

const tools: Item[] = [{ role: "togglefullscreen" }, { role: "toggleDevTools" }];
