import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { toOpenAiTools } from "@shared/domain/message/tool-definitions.ts";
import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { Plus } from "lucide-react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { Button } from "../../../ui/Button.tsx";
import { plural } from "../../../ui/figures.ts";
import { Select } from "../../../ui/Select.tsx";
import { Switch } from "../../../ui/Switch.tsx";
import styles from "../parameters/parameters.module.css";
import { ToolFields } from "../parameters/ToolFields.tsx";
import { isToolForm, newTool, type ToolForm, toolDefinitions, toolForms } from "../parameters/tool-form.ts";

const choices = [
  { value: "", label: "not sent" },
  { value: "auto", label: "auto" },
  { value: "none", label: "none" },
  { value: "required", label: "required" },
];

/** The tools a variant offers the model: its own, or those of the prompt's config. None is ever executed. */
export function ToolsEditor({ variant }: { variant: VariantDraft }) {
  const config = usePrompt((state) => state.resolved?.prompt.config);
  const { setParameter, removeParameter } = useDraft();
  const fromConfig = isJsonObject(config) ? config["tools"] : undefined;
  const own = variant.parameters["tools"];
  const forms = toolForms(own?.value);
  const problems = own?.on ? toOpenAiTools(own.value).problems : [];
  const choice = variant.parameters["tool_choice"];

  const change = (next: (ToolForm | JsonValue)[]) => {
    if (next.length === 0) removeParameter(variant.id, "tools");
    else setParameter(variant.id, "tools", toolDefinitions(next), true);
  };
  const count = Array.isArray(fromConfig) ? fromConfig.length : 0;
  return (
    <>
      <p className={styles["hint"]}>
        {count > 0
          ? `The prompt’s config has ${plural(count, "tool")}; tools here take their place.`
          : "Calls of tools are shown and never executed; you write their results."}
      </p>
      {own && (
        <div className={styles["choice"]}>
          <Switch
            label="Send these tools"
            checked={own.on}
            onChange={(on) => setParameter(variant.id, "tools", own.value, on)}
          />
          Send these tools
        </div>
      )}
      {forms.map((form, index) => (
        <ToolFields
          // biome-ignore lint/suspicious/noArrayIndexKey: tools have no identity but their place
          key={index}
          place={index + 1}
          tool={form}
          onChange={(next) => change(forms.map((before, at) => (at === index ? next : before)))}
          onRemove={() => change(forms.filter((_, at) => at !== index))}
        />
      ))}
      {problems.map((problem) => (
        <p key={problem} className={styles["invalid"]}>
          {problem}
        </p>
      ))}
      <div className={styles["choice"]}>
        <Button size="small" icon={<Plus aria-hidden="true" />} onClick={() => change([...forms, newTool])}>
          Add a tool
        </Button>
        {count > 0 && !own && (
          <Button size="small" variant="ghost" onClick={() => change(toolForms(fromConfig))}>
            Edit the config’s
          </Button>
        )}
      </div>
      <div className={styles["row"]}>
        <span />
        <span className={styles["name"]}>tool_choice</span>
        <Select
          aria-label="tool_choice"
          value={choice?.on && typeof choice.value === "string" ? choice.value : ""}
          options={choices}
          onChange={(value) =>
            value === ""
              ? removeParameter(variant.id, "tool_choice")
              : setParameter(variant.id, "tool_choice", value, true)
          }
        />
      </div>
      {forms.some((form) => !isToolForm(form)) && (
        <p className={styles["hint"]}>Definitions with keys of their own are edited as JSON.</p>
      )}
    </>
  );
}
