import { Redo2, Undo2 } from "lucide-react";
import { commandInfo } from "../../../stores/commands.ts";
import { useEdits } from "../../../stores/prompts/edits.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { redoable, undoable, undoChange } from "../edit/undo-actions.ts";

/** Undo and redo over the whole edit, cards and config too; each names what it would do. Not there while neither can. */
export function UndoButtons() {
  const back = useEdits(undoable);
  const again = useEdits(redoable);
  const redo = useEdits((state) => state.redo);
  if (back === null && again === null) return null;
  return (
    <>
      <IconButton
        size="small"
        label={back === null ? "Undo" : `Undo ${back}`}
        shortcut={commandInfo("edit.undo").shortcut}
        icon={<Undo2 aria-hidden="true" />}
        disabled={back === null}
        onClick={undoChange}
      />
      <IconButton
        size="small"
        label={again === null ? "Redo" : `Redo ${again}`}
        shortcut={commandInfo("edit.redo").shortcut}
        icon={<Redo2 aria-hidden="true" />}
        disabled={again === null}
        onClick={redo}
      />
    </>
  );
}
