import { Copy, Trash2 } from "lucide-react";
import { Button } from "../Button.tsx";
import { ContextMenu } from "../ContextMenu.tsx";
import { Dialog } from "../Dialog.tsx";
import { Field } from "../Field.tsx";
import { Menu, type MenuEntry } from "../Menu.tsx";
import { Popover } from "../Popover.tsx";
import { TextField } from "../TextField.tsx";
import { Tooltip } from "../Tooltip.tsx";
import type { Exhibit } from "./exhibit.ts";
import { Live } from "./Live.tsx";

const entries: MenuEntry[] = [
  { id: "heading", heading: "Versions" },
  {
    id: "v31",
    label: "v31",
    detail: "Keeps to one apology",
    note: "2 d",
    checked: true,
    onSelect: () => {},
  },
  { id: "v30", label: "v30", note: "9 d", checked: false, onSelect: () => {} },
  { id: "line", separator: true },
  { id: "copy", label: "Copy", icon: <Copy aria-hidden="true" />, shortcut: "mod+shift+c", onSelect: () => {} },
  { id: "delete", label: "Delete", icon: <Trash2 aria-hidden="true" />, disabled: true, onSelect: () => {} },
];

type Size = NonNullable<Parameters<typeof Dialog>[0]["size"]>;

function dialog(opens: string, size: Size, isBare = false) {
  return (
    <Live from={false}>
      {(open, change) => (
        <>
          <Button onClick={() => change(true)}>{opens}</Button>
          <Dialog
            open={open}
            onClose={() => change(false)}
            title="Save as version"
            subtitle="support/reply-draft"
            size={size}
            bare={isBare}
            footer={<Button variant="primary">Save</Button>}
          >
            <Field label="Message">
              {(control) => <TextField {...control} value="Answers in the customer's language" onChange={() => {}} />}
            </Field>
          </Dialog>
        </>
      )}
    </Live>
  );
}

/** What opens over the window; each by its button. */
export const floating: readonly Exhibit[] = [
  {
    part: "Menu",
    states: { "every kind of entry": <Menu trigger={<Button>Open the menu</Button>} entries={entries} /> },
  },
  {
    part: "ContextMenu",
    states: {
      "on a right click": (
        <ContextMenu
          label="Of this button"
          entries={[
            { id: "rename", label: "Rename", onSelect: () => {} },
            { id: "move", label: "Move", disabled: true, onSelect: () => {} },
          ]}
        >
          <Button>Right click here</Button>
        </ContextMenu>
      ),
    },
  },
  {
    part: "Popover",
    states: {
      "with a field": (
        <Popover trigger={<Button>Open the popover</Button>} label="Parameters">
          <div style={{ padding: 12 }}>
            <Field label="temperature">
              {(control) => <TextField {...control} value="0.2" mono onChange={() => {}} />}
            </Field>
          </div>
        </Popover>
      ),
    },
  },
  {
    part: "Tooltip",
    states: {
      "with a shortcut": (
        <Tooltip text="Runs every variant" shortcut="mod+enter">
          <Button>Point here</Button>
        </Tooltip>
      ),
    },
  },
  {
    part: "Dialog",
    states: {
      normal: dialog("Open a dialog", "normal"),
      wide: dialog("Open a wide dialog", "wide"),
      table: dialog("Open a dialog for tables", "table"),
      full: dialog("Open a full dialog", "full"),
      bare: dialog("Open a bare dialog", "normal", true),
    },
  },
];
