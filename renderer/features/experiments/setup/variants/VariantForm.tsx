import type { PromptSource } from "@shared/domain/experiment/prompt-source.ts";
import type { SetupVariant } from "@shared/domain/experiment/setup/setup-draft.ts";
import { refOfSource } from "@shared/domain/experiment/source-of-prompt.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { ChevronDown } from "lucide-react";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { contentOf, promptTitle, useSetupPrompts } from "../../../../stores/experiments/setup/setup-prompts.ts";
import { changeVariant } from "../../../../stores/experiments/setup/variant-edits.ts";
import { listedIn, useLibrary } from "../../../../stores/prompts/library.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Field } from "../../../../ui/Field.tsx";
import { Select } from "../../../../ui/Select.tsx";
import { TextField } from "../../../../ui/TextField.tsx";
import { ModelPicker } from "../parts/ModelPicker.tsx";
import buttonStyles from "../parts/PickButton.module.css";
import { PromptPicker } from "../parts/PromptPicker.tsx";
import { InlinePrompt } from "./InlinePrompt.tsx";
import { ParameterFields } from "./ParameterFields.tsx";
import styles from "./Variants.module.css";

interface VariantFormProps {
  variant: SetupVariant;
  letter: string;
  configModel: string | undefined;
}

/** What a variant is made of: prompt and version, model, parameters, its name. */
export function VariantForm({ variant, letter, configModel }: VariantFormProps) {
  const views = useSetupPrompts((state) => state.views);
  const change = useSetup((state) => state.change);
  const edit = (next: (before: SetupVariant) => SetupVariant) =>
    change((draft) => changeVariant(draft, variant.id, next));
  const setPrompt = (prompt: PromptSource) => edit((before) => ({ ...before, prompt }));
  const { name } = promptTitle(variant.prompt, views);
  const isInline = refOfSource(variant.prompt) === undefined;
  const answers = variant.prompt.answers;
  return (
    <div className={styles["form"]}>
      <div className={styles["pair"]}>
        <Field label="Prompt">
          {(control) => (
            <PromptPicker
              label="Choose a prompt"
              orAnswers
              trigger={
                <button type="button" className={buttonStyles["pick"]} {...control}>
                  <span>
                    {answers === undefined ? (isInline ? "An edit, in place" : name) : `Answers in ${answers}`}
                  </span>
                  <ChevronDown aria-hidden="true" />
                </button>
              }
              onChoose={setPrompt}
            />
          )}
        </Field>
        {!isInline && <VersionField source={variant.prompt} onChange={setPrompt} />}
      </div>
      {answers === undefined && (
        <>
          <Field label="Model" note={variant.model === undefined ? "from the prompt’s config" : "override"}>
            {(control) => (
              <ModelPicker
                control={control}
                model={variant.model}
                configModel={configModel}
                onChoose={(model) => edit(({ model: _, ...rest }) => (model === undefined ? rest : { ...rest, model }))}
              />
            )}
          </Field>
          <ParameterFields
            parameters={variant.parameters}
            onChange={(parameters) => edit((before) => ({ ...before, parameters }))}
          />
          {isInline ? (
            <InlinePrompt source={variant.prompt} onChange={setPrompt} />
          ) : (
            <EditText source={variant.prompt} onChange={setPrompt} />
          )}
        </>
      )}
      <Field label="Name" note="in verdicts and gates">
        {(control) => (
          <TextField
            {...control}
            value={variant.name ?? ""}
            placeholder={letter}
            maxLength={100}
            onChange={(own) => edit(({ name: _, ...rest }) => (own === "" ? rest : { ...rest, name: own }))}
          />
        )}
      </Field>
    </div>
  );
}

/** A version, or a label that is looked up when the experiment starts. */
function VersionField({ source, onChange }: { source: PromptSource; onChange(source: PromptSource): void }) {
  const ref = refOfSource(source);
  const listed = useLibrary((state) =>
    listedIn(state, ref ?? null)?.list?.prompts.find(({ name }) => name === ref?.name),
  );
  if (!ref) return null;
  const value = ref.version !== undefined ? `version:${ref.version}` : `label:${ref.label ?? "production"}`;
  const versions = (listed?.versions ?? []).toReversed().map((version) => `version:${version}`);
  const labels = [...new Set(["production", "latest", ...(listed?.labels ?? [])])].map((label) => `label:${label}`);
  const values = [...new Set([value, ...versions, ...labels])];
  const { version: _version, label: _label, ...place } = source;
  return (
    <Field label="Version">
      {(control) => (
        <Select
          {...control}
          value={value}
          options={values.map((one) => ({
            value: one,
            label: one.startsWith("label:") ? `label ${one.slice(6)}` : versionLabel(one.slice(8)),
          }))}
          onChange={(next) =>
            onChange(
              next.startsWith("label:") ? { ...place, label: next.slice(6) } : { ...place, version: next.slice(8) },
            )
          }
        />
      )}
    </Field>
  );
}

/** Takes the stored text into the set-up, to be changed there; the stored prompt stays as it is. */
function EditText({ source, onChange }: { source: PromptSource; onChange(source: PromptSource): void }) {
  const views = useSetupPrompts((state) => state.views);
  const content = contentOf(source, views);
  if (!content || content.templateFormat) return null;
  const { prompt, config } = content;
  const kept = typeof config === "object" && config !== null && !Array.isArray(config) ? { config } : {};
  return (
    <div>
      <Button
        size="small"
        onClick={() => onChange(typeof prompt === "string" ? { text: prompt, ...kept } : { messages: prompt, ...kept })}
      >
        Change its text here
      </Button>
    </div>
  );
}
