import type { SavedInput } from "@shared/domain/prompt/saved-input.ts";
import { Braces, Ellipsis } from "lucide-react";
import { useState } from "react";
import { noValues, useDraft } from "../../stores/draft/draft.ts";
import { valuesKey } from "../../stores/draft/values-key.ts";
import { useInputs } from "../../stores/inputs/inputs.ts";
import { useReplacedValues } from "../../stores/inputs/replaced-values.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { currentValues, holdsInput } from "./current-values.ts";
import { NameField } from "./NameField.tsx";
import styles from "./SavedInputs.module.css";

/** A saved input; a click fills the variables with it. */
export function InputRow({ input }: { input: SavedInput }) {
  const values = useDraft(({ draft }) => (draft.openPrompt && draft.values[valuesKey(draft.openPrompt)]) ?? noValues);
  const { save, remove } = useInputs();
  const [renaming, setRenaming] = useState(false);
  const loaded = holdsInput(values, input);
  const load = () => {
    if (loaded) return;
    useReplacedValues.getState().keep(currentValues(), input.name);
    useDraft.getState().setSharedValues({ variables: input.variables, placeholders: input.placeholders });
  };
  if (renaming) {
    return (
      <li>
        <NameField
          label={`New name of ${input.name}`}
          name={input.name}
          onName={(name) => {
            setRenaming(false);
            void save({ ...input, name });
          }}
          onCancel={() => setRenaming(false)}
        />
      </li>
    );
  }
  return (
    <li className={styles["row"]}>
      <button
        type="button"
        data-item
        className={styles["load"]}
        aria-current={loaded}
        title={input.name}
        onClick={load}
      >
        <Braces aria-hidden="true" size={14} />
        <span className={styles["name"]}>{input.name}</span>
      </button>
      <Menu
        label={`Saved input ${input.name}`}
        align="end"
        trigger={
          <IconButton
            size="small"
            data-beside
            className={styles["more"]}
            label={`More for ${input.name}`}
            icon={<Ellipsis aria-hidden="true" />}
          />
        }
        entries={[
          { id: "rename", label: "Rename", onSelect: () => setRenaming(true) },
          {
            id: "update",
            label: "Replace by the current values",
            disabled: loaded,
            onSelect: () => void save({ id: input.id, name: input.name, ...currentValues() }),
          },
          { id: "delete", label: "Delete", onSelect: () => void remove(input) },
        ]}
      />
    </li>
  );
}
