import { Command } from "cmdk";
import { ChevronDown } from "lucide-react";
import { useEffect, useState } from "react";
import { useApp } from "../../../../stores/app.ts";
import { useModels } from "../../../../stores/settings/models.ts";
import type { FieldControl } from "../../../../ui/Field.tsx";
import { Popover } from "../../../../ui/Popover.tsx";
import styles from "./Picker.module.css";

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
export function ModelPicker({ control, model, configModel, onChoose, needed = false }: ModelPickerProps) {
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
        configModel={configModel}
        needed={needed}
        onChoose={(next) => {
          setOpen(false);
          onChoose(next);
        }}
      />
    </Popover>
  );
}

function ModelChoices({
  configModel,
  needed,
  onChoose,
}: Pick<ModelPickerProps, "configModel" | "needed" | "onChoose">) {
  const { groups, loading, error, load } = useModels();
  const [typed, setTyped] = useState("");
  useEffect(() => void load(false), [load]);
  const wanted = typed.trim();
  const known = groups.some(({ models }) => models.some(({ id }) => id === wanted));
  return (
    <Command className={styles["picker"]} label="Models" loop>
      <div className={styles["search"]}>
        <Command.Input
          className={styles["input"]}
          value={typed}
          onValueChange={setTyped}
          placeholder="Filter, or type provider/model"
          autoFocus
        />
      </div>
      <Command.List className={styles["list"]} label="Models">
        {error && <p className={styles["state"]}>{error.message}</p>}
        {!needed && (
          <Command.Item className={styles["item"]} value="use prompt config" onSelect={() => onChoose(undefined)}>
            <span className={styles["label"]}>Use the prompt’s config</span>
            <span className={styles["detail"]}>{configModel ?? "names no model"}</span>
          </Command.Item>
        )}
        {wanted !== "" && !known && (
          <Command.Item className={styles["item"]} value={wanted} forceMount onSelect={() => onChoose(wanted)}>
            <span className={styles["label"]}>Use “{wanted}”</span>
          </Command.Item>
        )}
        {groups
          .filter(({ models }) => models.length > 0)
          .map((group) => (
            <Command.Group
              key={group.provider}
              heading={group.state === "needs_key" ? `${group.label} · needs a key` : group.label}
            >
              {group.models.map(({ id, label }) => (
                <Command.Item
                  key={id}
                  className={styles["item"]}
                  value={id}
                  keywords={[label, group.label]}
                  onSelect={() => onChoose(id)}
                >
                  <span className={styles["label"]}>{label}</span>
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        {loading && groups.length === 0 && <p className={styles["state"]}>Loading models…</p>}
        <Command.Item
          className={styles["item"]}
          value="add a provider key in settings"
          onSelect={() => useApp.getState().show("settings", "providers")}
        >
          <span className={styles["detail"]}>Add a provider in Settings…</span>
        </Command.Item>
      </Command.List>
    </Command>
  );
}
