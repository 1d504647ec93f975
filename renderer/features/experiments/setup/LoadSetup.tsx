import { useState } from "react";
import { Button } from "../../../ui/Button.tsx";
import { Late } from "../../../ui/Late.tsx";
import { LoadDialog } from "./LoadDialog.tsx";

/** Loads a set-up from an `experiment.yaml` or a promptfoo config, or brings in what the command line has run. */
export function LoadSetup({ label = "Load a set-up" }: { label?: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="ghost" onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open && (
        <Late what="Loading a set-up">
          <LoadDialog title={label.replace("…", "")} onClose={() => setOpen(false)} />
        </Late>
      )}
    </>
  );
}
