import { Repeat } from "lucide-react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { Button } from "../../../ui/Button.tsx";
import { Menu } from "../../../ui/Menu.tsx";
import { repetitionsOf } from "../runs/run-actions.ts";

const choices = [1, 2, 3, 5, 10, 20];

/** How often each variant runs: one answer is an accident, several show the spread. */
export function RepetitionsMenu() {
  const repetitions = useDraft((state) => repetitionsOf(state.draft.layout));
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
      ]}
    />
  );
}
