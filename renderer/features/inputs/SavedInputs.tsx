import { hasEnded } from "@shared/domain/job/job.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { Ellipsis, Plus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useCommands } from "../../stores/commands.ts";
import { useDraft } from "../../stores/draft/draft.ts";
import { valuesKey } from "../../stores/draft/values-key.ts";
import { useInputs } from "../../stores/inputs/inputs.ts";
import { usePass } from "../../stores/run/pass.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { PanelHeader } from "../../ui/PanelHeader.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { currentValues } from "./current-values.ts";
import { FileInputs } from "./FileInputs.tsx";
import { InputNotice } from "./InputNotice.tsx";
import { InputRow } from "./InputRow.tsx";
import { NameField } from "./NameField.tsx";
import styles from "./SavedInputs.module.css";

/** Named sets of values of the open prompt: load one with a click, save the current ones, run over all of them. */
export function SavedInputs() {
  const open = useDraft((state) => state.draft.openPrompt);
  const inputs = useInputs((state) => state.inputs);
  const load = useInputs((state) => state.load);
  const passing = usePass(({ pass }) => pass !== null && !hasEnded(pass.job));
  const [naming, setNaming] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const key = open ? valuesKey(open) : "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version of a prompt has the same inputs
  useEffect(() => void load(open ? identityOf(open) : null), [key, load]);
  if (!open) return null;
  return (
    <section className={styles["inputs"]} aria-labelledby="saved-inputs">
      <PanelHeader title="Saved inputs" id="saved-inputs">
        <IconButton
          size="small"
          label="Save the current values"
          icon={<Plus aria-hidden="true" />}
          onClick={() => setNaming(true)}
        />
        <Menu
          label="Saved inputs"
          align="end"
          trigger={<IconButton size="small" label="More for saved inputs" icon={<Ellipsis aria-hidden="true" />} />}
          entries={[
            {
              id: "run",
              label: "Run over all saved inputs",
              disabled: inputs.length === 0 || passing,
              onSelect: () => useCommands.getState().run("inputs.run"),
            },
            { id: "line", separator: true },
            { id: "import", label: "Import JSON…", onSelect: () => file.current?.click() },
            { id: "export", label: "Export JSON", disabled: inputs.length === 0, onSelect: () => void exportInputs() },
          ]}
        />
      </PanelHeader>
      <input
        ref={file}
        type="file"
        accept="application/json,.json"
        hidden
        aria-label="File with saved inputs"
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          if (chosen) void chosen.text().then((text) => useInputs.getState().importJson(text));
          target.value = "";
        }}
      />
      {naming && (
        <NameField
          label="Name of the saved input"
          onName={(name) => {
            setNaming(false);
            void useInputs.getState().save({ name, ...currentValues() });
          }}
          onCancel={() => setNaming(false)}
        />
      )}
      <InputNotice />
      <FileInputs />
      {inputs.length === 0 && !naming ? (
        <p className={styles["none"]}>Save the values of this prompt to come back to them.</p>
      ) : (
        <ul className={styles["list"]} aria-label="Saved inputs of this prompt">
          {inputs.map((input) => (
            <InputRow key={input.id} input={input} />
          ))}
        </ul>
      )}
    </section>
  );
}

async function exportInputs(): Promise<void> {
  const file = await useInputs.getState().exportJson();
  if (file) saveFile({ fileName: file.name, mediaType: "application/json", text: file.json });
}
