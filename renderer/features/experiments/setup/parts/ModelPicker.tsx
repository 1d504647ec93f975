import { ChevronDown } from "lucide-react";
import { useEffect, useState } from "react";
import type { ModelOption } from "../../../../stores/settings/model-choices.ts";
import { useModels } from "../../../../stores/settings/models.ts";
import { takeModel, useModelChoices } from "../../../../stores/settings/use-model-choices.ts";
import type { FieldControl } from "../../../../ui/Field.tsx";
import { Picker } from "../../../../ui/Picker.tsx";
import { Popover } from "../../../../ui/Popover.tsx";
import styles from "./PickButton.module.css";

interface ModelPickerProps {
  control: FieldControl;
  /** Undefined: the one of the prompt's config. */
  model: string | undefined;
  configModel?: string | undefined;
  onChoose(model: string | undefined): void;
  /** There is no prompt whose config could name one. */
  needed?: boolean;
}

/** A model of a provider, one that is typed, or the prompt's own. */
export function ModelPicker(props: ModelPickerProps) {
  const { control, model, configModel, onChoose } = props;
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label="Choose a model"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button type="button" className={styles["pick"]} {...control}>
          <span>{model ?? configModel ?? "Choose a model"}</span>
          <ChevronDown aria-hidden="true" />
        </button>
      }
    >
      <ModelChoices
        {...props}
        onChoose={(option) => {
          setOpen(false);
          takeModel(option, (chosen) => onChoose(chosen ?? undefined));
        }}
      />
    </Popover>
  );
}

type ChoicesProps = Omit<ModelPickerProps, "control" | "onChoose"> & { onChoose(option: ModelOption): void };

function ModelChoices({ model, configModel, needed = false, onChoose }: ChoicesProps) {
  const load = useModels((state) => state.load);
  const [typed, setTyped] = useState("");
  useEffect(() => void load(false), [load]);
  const sections = useModelChoices({
    typed,
    chosen: model ?? null,
    ...(needed ? {} : { config: { model: configModel } }),
  });
  return (
    <Picker
      label="Models"
      placeholder="Filter, or type provider/model"
      typed={typed}
      onType={setTyped}
      sections={sections}
      onChoose={onChoose}
    />
  );
}
