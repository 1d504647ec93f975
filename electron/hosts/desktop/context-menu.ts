import type { MenuItemConstructorOptions } from "electron";

/** Electron's `ContextMenuParams`, as far as it is needed here; tests give their own. */
export interface Clicked {
  isEditable: boolean;
  selectionText: string;
  linkURL: string;
  editFlags: { canUndo: boolean; canRedo: boolean; canCut: boolean; canCopy: boolean; canPaste: boolean };
}

interface Actions {
  copyText(text: string): void;
  openLink(url: string): void;
}

type Item = MenuItemConstructorOptions;

/**
 * The menu of a right click: Electron brings none, so that an answer could not be copied and a key not be pasted with the
 * mouse. Empty where there is nothing to do. Where the interface has a menu of its own, no event comes here.
 */
export function contextMenuTemplate(clicked: Clicked, actions: Actions): Item[] {
  const { isEditable, selectionText, linkURL, editFlags } = clicked;
  const hasSelection = selectionText.trim() !== "";
  const groups: Item[][] = [];
  if (/^https?:/i.test(linkURL)) {
    groups.push([
      { label: "Open Link", click: () => actions.openLink(linkURL) },
      { label: "Copy Link", click: () => actions.copyText(linkURL) },
    ]);
  }
  if (isEditable) {
    groups.push(
      [
        { role: "undo", enabled: editFlags.canUndo },
        { role: "redo", enabled: editFlags.canRedo },
      ],
      [
        { role: "cut", enabled: editFlags.canCut },
        { role: "copy", enabled: editFlags.canCopy },
        { role: "paste", enabled: editFlags.canPaste },
        { role: "selectAll" },
      ],
    );
  } else if (hasSelection) {
    groups.push([{ role: "copy", enabled: editFlags.canCopy }]);
  }
  return groups.flatMap((group, index) => (index === 0 ? group : [{ type: "separator" as const }, ...group]));
}
