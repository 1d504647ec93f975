import type { MenuItemConstructorOptions } from "electron";

/** A menu item that runs a command of the interface; ids and keys are those of the renderer's command table. */
interface CommandItem {
  label: string;
  command: string;
  accelerator?: string;
}

const promptCommands: CommandItem[] = [
  { label: "Run", command: "run.start", accelerator: "CmdOrCtrl+Enter" },
  { label: "Stop", command: "run.stop", accelerator: "Escape" },
  { label: "New Prompt", command: "prompt.new", accelerator: "CmdOrCtrl+N" },
  { label: "Refresh Prompt List", command: "library.refresh" },
];
const goCommands: CommandItem[] = [
  { label: "Search Prompts and Commands…", command: "palette.open", accelerator: "CmdOrCtrl+K" },
  { label: "Filter Prompt Library", command: "library.filter", accelerator: "CmdOrCtrl+P" },
  { label: "Playground", command: "view.playground" },
];
const viewCommands: CommandItem[] = [
  { label: "Show or Hide Library", command: "library.toggle", accelerator: "CmdOrCtrl+B" },
];
const settingsCommand: CommandItem = { label: "Settings…", command: "settings.open", accelerator: "CmdOrCtrl+," };

/** Every command the menu can send, for the test that holds it against the renderer's table. */
export const menuCommands: readonly CommandItem[] = [
  ...promptCommands,
  ...goCommands,
  ...viewCommands,
  settingsCommand,
];

/** The native menu. `run` gets the id of a command of the interface. */
export function menuTemplate(platform: NodeJS.Platform, run: (command: string) => void): MenuItemConstructorOptions[] {
  const item = ({ label, command, accelerator }: CommandItem): MenuItemConstructorOptions => ({
    id: command,
    label,
    click: () => run(command),
    // The interface handles its keys itself, in the right context; the menu only shows them.
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
  });
  const separator: MenuItemConstructorOptions = { type: "separator" };
  const isMac = platform === "darwin";
  const appMenu: MenuItemConstructorOptions = {
    label: "Promptscope",
    submenu: [{ role: "about" }, separator, item(settingsCommand), separator, { role: "hide" }, { role: "quit" }],
  };
  return [
    ...(isMac
      ? [appMenu]
      : [{ label: "File", submenu: [item(settingsCommand), separator, { role: "quit" as const }] }]),
    { role: "editMenu" },
    { label: "Prompt", submenu: promptCommands.map(item) },
    { label: "Go", submenu: goCommands.map(item) },
    {
      label: "View",
      submenu: [
        ...viewCommands.map(item),
        separator,
        { role: "resetZoom" },
        { role: "zoomIn" },
        { role: "zoomOut" },
        separator,
        { role: "togglefullscreen" },
        { role: "toggleDevTools" },
      ],
    },
    { role: "windowMenu" },
  ];
}
