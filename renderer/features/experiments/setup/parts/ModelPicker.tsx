import { ChevronDown } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useApp } from "../../../../stores/app.ts";
import { useDraft } from "../../../../stores/draft/draft.ts";
import { type ModelOption, modelChoices } from "../../../../stores/settings/model-choices.ts";
import { readRecent } from "../../../../stores/settings/model-order.ts";
import { useModels } from "../../../../stores/settings/models.ts";
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
        onChoose={({ takes }) => {
          setOpen(false);
          if (takes === "add key") useApp.getState().show("settings", "providers");
          else onChoose(takes.model ?? undefined);
        }}
      />
    </Popover>
  );
}

type ChoicesProps = Omit<ModelPickerProps, "control" | "onChoose"> & { onChoose(option: ModelOption): void };

function ModelChoices({ model, configModel, needed = false, onChoose }: ChoicesProps) {
  const models = useModels();
  const { load } = models;
  const kept = useDraft((state) => state.draft.layout["recentModels"]);
  const [typed, setTyped] = useState("");
  useEffect(() => void load(false), [load]);
  const sections = useMemo(
    () =>
      modelChoices({
        models,
        typed,
        chosen: model ?? null,
        ...(needed ? {} : { config: { model: configModel } }),
        recent: readRecent(kept),
      }),
    [models, typed, model, needed, configModel, kept],
  );
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
