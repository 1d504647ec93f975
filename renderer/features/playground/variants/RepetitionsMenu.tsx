import { Repeat } from "lucide-react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { Button } from "../../../ui/Button.tsx";
import { Menu } from "../../../ui/Menu.tsx";
import { callsAtOnce, callsAtOnceOf, chooseCallsAtOnce } from "../runs/calls-at-once.ts";
import { repetitionsOf } from "../runs/run-actions.ts";

const choices = [1, 2, 3, 5, 10, 20];

/**
 * How often each variant runs: one answer is an accident, several show the spread. And how many of the calls go at
 * once: few calls start without the dialog that asks for it.
 */
export function RepetitionsMenu() {
  const repetitions = useDraft((state) => repetitionsOf(state.draft.layout));
  const atOnce = useDraft((state) => callsAtOnceOf(state.draft.layout));
  const setLayout = useDraft((state) => state.setLayout);
  return (
    <Menu
      label="Repetitions"
      trigger={
        <Button icon={<Repeat aria-hidden="true" />} aria-label={`Repetitions: × ${repetitions}`}>
          × {repetitions}
        </Button>
      }
      entries={[
        { id: "heading", heading: "Runs of each variant" },
        ...choices.map((count) => ({
          id: String(count),
          label: count === 1 ? "Once" : `${count} times`,
          checked: count === repetitions,
          onSelect: () => setLayout("repetitions", count),
        })),
        { id: "at-once", heading: "Calls at once" },
        {
          id: "auto",
          label: "Auto",
          detail: "more while no provider refuses",
          checked: atOnce === undefined,
          onSelect: () => chooseCallsAtOnce(undefined),
        },
        ...callsAtOnce.map((count) => ({
          id: `${count}-at-once`,
          label: `${count} at once`,
          checked: count === atOnce,
          onSelect: () => chooseCallsAtOnce(count),
        })),
      ]}
    />
  );
}
