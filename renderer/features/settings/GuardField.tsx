import type { AppError } from "@shared/domain/error/error.ts";
import { litellmLibrary } from "@shared/domain/prompt/litellm-library.ts";
import type { GuardRule } from "@shared/domain/prompt/save.ts";
import { useEffect, useState } from "react";
import { asAppError, engineClient } from "../../stores/client.ts";
import { Field } from "../../ui/Field.tsx";
import { Select } from "../../ui/Select.tsx";
import { Failure } from "./Failure.tsx";

const rules = [
  { value: "", label: "Nothing" },
  { value: "message", label: "A message" },
  { value: "typed-name", label: "The prompt's name, typed" },
] as const;

/** What a project asks for before `production` moves: with a save, by itself, back again, or away with its version. */
export function GuardField({ connection }: { connection: string }) {
  const [rule, setRule] = useState<GuardRule | undefined>(undefined);
  const [error, setError] = useState<AppError | null>(null);

  useEffect(() => {
    let gone = false;
    engineClient()
      .call("guard.get", { library: litellmLibrary, connection })
      .then(
        (kept) => !gone && setRule(kept.rule),
        (thrown: unknown) => !gone && setError(asAppError(thrown)),
      );
    return () => {
      gone = true;
    };
  }, [connection]);

  const change = async (value: string) => {
    const wanted = rules.find((one) => one.value === value)?.value ?? "";
    try {
      const place = { library: litellmLibrary, connection };
      const kept = await engineClient().call("guard.set", { place, rule: wanted === "" ? null : wanted });
      setRule(kept.rule);
      setError(null);
    } catch (thrown) {
      setError(asAppError(thrown));
    }
  };

  return (
    <>
      <Field
        label="Before production moves, ask for"
        hint="Kept on this machine, for this project. It holds for saving, moving the label and deleting."
      >
        {(control) => (
          <Select
            {...control}
            disabled={rule === undefined}
            value={rule ?? ""}
            options={rules}
            onChange={(value) => void change(value)}
          />
        )}
      </Field>
      <Failure error={error} />
    </>
  );
}
