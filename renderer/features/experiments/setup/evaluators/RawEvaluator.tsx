import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import { useState } from "react";
import { Field } from "../../../../ui/Field.tsx";
import { TextArea } from "../../../../ui/TextArea.tsx";
import styles from "./Evaluators.module.css";
import { readTypedJson } from "./typed-json.ts";

/** An evaluator of a kind that has no form, as its file has it. */
export function RawEvaluator({
  evaluator,
  onChange,
}: {
  evaluator: JsonObject;
  onChange(evaluator: JsonObject): void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? JSON.stringify(evaluator, null, 2);
  const read = readTypedJson(text);
  return (
    <div className={styles["form"]}>
      <Field label="As in the file" error={isJsonObject(read) ? undefined : "This is no JSON object yet."}>
        {(control) => (
          <TextArea
            {...control}
            mono
            maxLines={24}
            value={text}
            onBlur={() => setTyped(null)}
            onChange={(next) => {
              setTyped(next);
              const value = readTypedJson(next);
              if (isJsonObject(value)) onChange(value);
            }}
          />
        )}
      </Field>
    </div>
  );
}
