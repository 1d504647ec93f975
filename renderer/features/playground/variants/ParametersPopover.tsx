import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { isLinkable } from "../../../stores/draft/linked-parameters.ts";
import { usePreview } from "../../../stores/draft/preview.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { Button } from "../../../ui/Button.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Late } from "../../../ui/Late.tsx";
import { lateComponent } from "../../../ui/late-component.ts";
import { Popover } from "../../../ui/Popover.tsx";
import { SegmentedControl } from "../../../ui/SegmentedControl.tsx";
import { Switch } from "../../../ui/Switch.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { addedFields, parameterFields } from "../parameters/parameter-catalog.ts";
import styles from "../parameters/parameters.module.css";
import { toggleLinkedParameters } from "../runs/variant-actions.ts";
import { ApiChoice } from "./ApiChoice.tsx";
import { ParameterRow } from "./ParameterRow.tsx";
import { isKeptBack, modelListNote, ruleNote } from "./parameter-rule.ts";

const ToolsEditor = lateComponent(async () => (await import("./ToolsEditor.tsx")).ToolsEditor);
const OutputFormEditor = lateComponent(async () => (await import("./OutputFormEditor.tsx")).OutputFormEditor);

/** Parameters of a variant: none is sent until its switch is on. */
export function ParametersPopover({ variant }: { variant: VariantDraft }) {
  const on = Object.values(variant.parameters).filter((parameter) => parameter.on).length;
  return (
    <Popover
      label="Parameters"
      align="end"
      trigger={
        <IconButton
          size="small"
          label={on === 0 ? "Parameters" : `Parameters, ${on} switched on`}
          icon={<SlidersHorizontal aria-hidden="true" />}
        />
      }
    >
      <VariantSettings variant={variant} />
    </Popover>
  );
}

type Part = "parameters" | "tools" | "output";

const parts: { value: Part; label: string }[] = [
  { value: "parameters", label: "Parameters" },
  { value: "tools", label: "Tools" },
  { value: "output", label: "Output schema" },
];

function VariantSettings({ variant }: { variant: VariantDraft }) {
  const [part, setPart] = useState<Part>("parameters");
  return (
    <div className={styles["popover"]}>
      <SegmentedControl<Part> label="What is sent with the messages" value={part} segments={parts} onChange={setPart} />
      {part === "parameters" && <ParameterList variant={variant} />}
      <Late key={part} what="This part of the settings">
        {part === "tools" && <ToolsEditor variant={variant} />}
        {part === "output" && <OutputFormEditor variant={variant} />}
      </Late>
    </div>
  );
}

/** LiteLLM's key for parameters that are sent though the model is not known to take them. */
const insisted = "allowed_openai_params";

function ParameterList({ variant }: { variant: VariantDraft }) {
  const config = usePrompt((state) => state.resolved?.prompt.config);
  const preview = usePreview((state) => state.views[variant.id]?.preview);
  const { setParameter, removeParameter } = useDraft();
  const [name, setName] = useState("");
  const linked = useDraft((state) => state.draft.layout["parametersLinked"] === true);
  const several = useDraft((state) => state.draft.variants.length > 1);
  const fields = [...parameterFields, ...addedFields(Object.keys(variant.parameters).filter(isLinkable))];
  const key = name.trim();
  const add = () => {
    if (key === "" || fields.some((field) => field.key === key)) return;
    setParameter(variant.id, key, null, false);
    setName("");
  };
  const insist = (refused: string) => {
    const { value } = variant.parameters[insisted] ?? {};
    const before = Array.isArray(value) ? value : [];
    setParameter(variant.id, insisted, [...before, refused], true);
  };
  return (
    <>
      <ApiChoice variant={variant} />
      <p className={styles["hint"]}>
        Not sent until switched on. A switched-on value wins over the prompt’s config.{" "}
        {preview && modelListNote(preview)}
      </p>
      {fields.map((field, index) => (
        <ParameterRow
          key={field.key}
          field={field}
          parameter={variant.parameters[field.key]}
          ruleNote={ruleNote(field.key, preview)}
          onInsist={isKeptBack(field.key, preview) ? () => insist(field.key) : undefined}
          configValue={isJsonObject(config) ? config[field.key] : undefined}
          onChange={(value, on) => setParameter(variant.id, field.key, value, on)}
          onRemove={index < parameterFields.length ? undefined : () => removeParameter(variant.id, field.key)}
        />
      ))}
      <form
        className={styles["add"]}
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextField
          aria-label="Name of another parameter"
          placeholder="Another parameter"
          mono
          value={name}
          onChange={setName}
        />
        <Button size="small" type="submit" disabled={key === ""}>
          Add
        </Button>
      </form>
      {several && (
        <div className={styles["linked"]}>
          <Switch
            label="One set for all variants"
            checked={linked}
            onChange={() => toggleLinkedParameters(variant.id)}
          />
          One set for all variants
        </div>
      )}
    </>
  );
}
