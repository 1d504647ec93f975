import type { AppError } from "@shared/domain/error/error.ts";
import type { SpendLimits } from "@shared/domain/run/spend-limits.ts";
import type { SettingsView } from "@shared/domain/settings.ts";
import { useState } from "react";
import { useSettings } from "../../stores/settings/settings.ts";
import { Field } from "../../ui/Field.tsx";
import { NumberField } from "../../ui/NumberField.tsx";
import { ChangeForm } from "./ChangeForm.tsx";
import { Failure } from "./Failure.tsx";
import form from "./form.module.css";
import { SettingsSection } from "./SettingsSection.tsx";

/** What may be spent on a day before a run asks. */
export function SpendSection({ settings }: { settings: SettingsView }) {
  const { spend } = settings.preferences;
  return (
    <SettingsSection
      id="spend"
      title="Spending"
      text="A run that would take a day past a limit says so and asks first; nothing is refused. Counted are the costs of the runs in the history, those of the gateway too, as far as their price is known."
    >
      <SpendForm key={JSON.stringify(spend)} saved={spend} settings={settings} />
    </SettingsSection>
  );
}

function SpendForm({ saved, settings }: { saved: SpendLimits; settings: SettingsView }) {
  const [limits, setLimits] = useState(saved);
  const [error, setError] = useState<AppError | null>(null);
  const changed = JSON.stringify(limits) !== JSON.stringify(saved);
  // Those that are paid for have a key.
  const shown = settings.providers.filter(
    ({ id, configured, keyRequired, key }) =>
      id in saved.providerUsd || (configured && (keyRequired || key.status !== "missing")),
  );
  const setProvider = (id: string, usd: number | null) => {
    const { [id]: _before, ...others } = limits.providerUsd;
    // In the order of the providers, so that a limit taken back is no change.
    const next: Record<string, number> = usd === null ? others : { ...others, [id]: usd };
    const inOrder = Object.keys({ ...saved.providerUsd, ...next }).filter((key) => key in next);
    setLimits({ ...limits, providerUsd: Object.fromEntries(inOrder.map((key) => [key, next[key] ?? 0])) });
  };
  const save = async () => setError(await useSettings.getState().save({ spend: limits }));
  return (
    <ChangeForm label="Limits of a day" changed={changed} onSave={save} onCancel={() => setLimits(saved)}>
      <div className={form["pair"]}>
        <LimitField
          label="A day, all providers"
          hint="Empty: no limit"
          usd={limits.dayUsd}
          onChange={(dayUsd) => setLimits({ ...limits, dayUsd })}
        />
        {shown.map(({ id, label }) => (
          <LimitField
            key={id}
            label={`A day with ${label}`}
            usd={limits.providerUsd[id] ?? null}
            onChange={(usd) => setProvider(id, usd)}
          />
        ))}
      </div>
      <Failure error={error} />
    </ChangeForm>
  );
}

interface LimitFieldProps {
  label: string;
  hint?: string;
  /** Null: none. */
  usd: number | null;
  onChange(usd: number | null): void;
}

function LimitField({ label, hint, usd, onChange }: LimitFieldProps) {
  return (
    <Field label={label} note="US $" hint={hint}>
      {(control) => (
        <NumberField {...control} min={0.01} max={1_000_000} placeholder="no limit" value={usd} onChange={onChange} />
      )}
    </Field>
  );
}
