import { ChartNoAxesColumn, X } from "lucide-react";
import { commandInfo, useCommands } from "../../../stores/commands.ts";
import { useCompare } from "../../../stores/run/compare.ts";
import { useView } from "../../../stores/view.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { useFocusedVariant } from "../runs/use-variants.ts";
import { InspectorView } from "./InspectorView.tsx";
import { resend } from "./resend.ts";
import { useInspectedSets, useIsReading } from "./use-inspected-sets.ts";

/** Every HTTP exchange of the variants' last runs, to Langfuse and to the providers. */
export function Inspector() {
  const sets = useInspectedSets();
  const reading = useIsReading();
  const focused = useFocusedVariant();
  const chosenId = useView((state) => state.exchangeId);
  const chooseExchange = useView((state) => state.chooseExchange);
  const run = useCommands((state) => state.run);
  const blind = useCompare((state) => state.blind !== null);
  return (
    <InspectorView
      sets={sets}
      preferredKey={focused.id}
      chosenId={chosenId}
      onChoose={chooseExchange}
      onResend={resend}
      empty={reading ? "Reading the exchanges…" : "Run to see every request that leaves this machine."}
      end={
        <>
          {!blind && sets.length > 0 && (
            <IconButton
              size="small"
              label="Timeline of these runs, on one axis"
              icon={<ChartNoAxesColumn aria-hidden="true" />}
              onClick={() => run("runs.charts")}
            />
          )}
          <IconButton
            size="small"
            label="Close the inspector"
            shortcut={commandInfo("inspector.toggle").shortcut}
            icon={<X aria-hidden="true" />}
            onClick={() => run("inspector.toggle")}
          />
        </>
      }
    />
  );
}
