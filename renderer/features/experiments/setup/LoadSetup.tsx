import { useState } from "react";
import { Button } from "../../../ui/Button.tsx";
import { Late } from "../../../ui/Late.tsx";
import { LoadDialog } from "./LoadDialog.tsx";

/** Loads a set-up from an `experiment.yaml` or a promptfoo config. */
export function LoadSetup() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="ghost" onClick={() => setOpen(true)}>
        Load a set-up
      </Button>
      {open && (
        <Late what="Loading a set-up">
          <LoadDialog onClose={() => setOpen(false)} />
        </Late>
      )}
    </>
  );
}
