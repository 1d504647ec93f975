import { ChartColumn } from "lucide-react";
import { useState } from "react";
import { Dialog } from "../../ui/Dialog.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Late } from "../../ui/Late.tsx";
import { lateComponent } from "../../ui/late-component.ts";

const FiguresPanel = lateComponent(async () => (await import("./figures/FiguresPanel.tsx")).FiguresPanel, "onDemand");

/** The button that shows what the runs in the list came to: over time, by model, provider or prompt. */
export function RunFigures() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton
        size="small"
        label="Figures"
        icon={<ChartColumn aria-hidden="true" />}
        onClick={() => setOpen(true)}
      />
      <Dialog open={open} onClose={() => setOpen(false)} title="Figures" size="wide">
        <Late what="The figures">
          <FiguresPanel />
        </Late>
      </Dialog>
    </>
  );
}
