import type { DraftEvaluator } from "@shared/domain/experiment/setup/setup-draft.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { changeEvaluator } from "../../../../stores/experiments/setup/evaluator-edits.ts";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { Field } from "../../../../ui/Field.tsx";
import { Select } from "../../../../ui/Select.tsx";
import { Switch, SwitchLabel } from "../../../../ui/Switch.tsx";
import { TextField } from "../../../../ui/TextField.tsx";
import { EvaluatorFieldControl } from "./EvaluatorFieldControl.tsx";
import styles from "./Evaluators.module.css";
import { evaluatorKinds } from "./evaluator-kinds.ts";
import { RawEvaluator } from "./RawEvaluator.tsx";

const metrics = new Set(["latency", "tokens", "cost"]);

/** The fields of an evaluator; what is changed is kept at once. */
export function EvaluatorForm({ one }: { one: DraftEvaluator }) {
  const change = useSetup((state) => state.change);
  const { evaluator, id } = one;
  const type = String(evaluator["type"]);
  const kind = evaluatorKinds[type];
  const put = (next: JsonObject) => change((draft) => changeEvaluator(draft, id, next));
  /** Undefined takes a field away. */
  const set = (key: string, value: JsonValue | undefined) => {
    const { [key]: _, ...rest } = evaluator;
    put(value === undefined ? rest : { ...evaluator, [key]: value });
  };
  if (!kind) return <RawEvaluator evaluator={evaluator} onChange={put} />;
  return (
    <div className={styles["form"]}>
      <div className={styles["pair"]}>
        <Field label="Name" note="of the score">
          {(control) => (
            <TextField
              {...control}
              value={typeof evaluator["name"] === "string" ? evaluator["name"] : ""}
              placeholder={type}
              maxLength={100}
              onChange={(name) => set("name", name === "" ? undefined : name)}
            />
          )}
        </Field>
        {kind.likes && (
          <Field label="Kind">
            {(control) => (
              <Select
                {...control}
                value={type}
                options={kind.likes?.map((like) => ({ value: like.type, label: like.label })) ?? []}
                onChange={(next) => put(likeOf(evaluator, next))}
              />
            )}
          </Field>
        )}
      </div>
      {kind.fields.map((field) => (
        <EvaluatorFieldControl
          key={field.key}
          field={field}
          value={evaluator[field.key]}
          onChange={(value) => set(field.key, value)}
        />
      ))}
      <div className={styles["switches"]}>
        <Toggle
          label="A row passes only when this does"
          checked={evaluator["gate"] === undefined ? !metrics.has(type) : evaluator["gate"] === true}
          onChange={(on) => set("gate", on === !metrics.has(type) ? undefined : on)}
        />
        <Toggle
          label="Turned around: passes where it does not hold"
          checked={evaluator["not"] === true}
          onChange={(on) => set("not", on ? true : undefined)}
        />
      </div>
    </div>
  );
}

function Toggle({ label, checked, onChange }: { label: string; checked: boolean; onChange(on: boolean): void }) {
  return (
    <SwitchLabel className={styles["toggle"]}>
      <Switch label={label} checked={checked} onChange={onChange} />
      <span>{label}</span>
    </SwitchLabel>
  );
}

/** One of another type that says nearly the same: what both have stays, a text becomes a list where one is asked for. */
function likeOf(evaluator: JsonObject, type: string): JsonObject {
  const { value, ...rest } = evaluator;
  const wantsList = type === "contains-any" || type === "contains-all";
  if (wantsList && !Array.isArray(value)) return { ...rest, type, value: typeof value === "string" ? [value] : [] };
  if (!wantsList && Array.isArray(value))
    return { ...rest, type, ...(value[0] === undefined ? {} : { value: value[0] }) };
  return { ...evaluator, type };
}
