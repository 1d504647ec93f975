import type { AppError } from "@shared/domain/error/error.ts";
import type { HistoryLimits } from "@shared/domain/run/history.ts";
import type { Preferences } from "@shared/domain/settings.ts";
import { useEffect, useState } from "react";
import { useHistory } from "../../stores/history/history.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { Button } from "../../ui/Button.tsx";
import { Chip } from "../../ui/Chip.tsx";
import { Field } from "../../ui/Field.tsx";
import { plural } from "../../ui/figures.ts";
import { NumberField } from "../../ui/NumberField.tsx";
import { Failure } from "./Failure.tsx";
import form from "./form.module.css";
import { overLimitsText, sizeText } from "./history-texts.ts";
import { SettingsSection } from "./SettingsSection.tsx";
import { useOverLimits } from "./use-over-limits.ts";

/** How long runs are kept. What new limits would remove is said before they are in force. */
export function HistorySection({ preferences }: { preferences: Preferences }) {
  const status = useHistory((state) => state.status);
  useEffect(() => void useHistory.getState().loadStatus(), []);
  return (
    <SettingsSection
      id="history"
      title="History"
      text="Every run is kept with its request and answer. When a limit is reached the oldest runs go, never a pinned one."
      state={
        status && (
          <Chip>
            {plural(status.runs, "run")}, {sizeText(status.bytes)}
          </Chip>
        )
      }
    >
      <LimitsForm key={JSON.stringify(preferences.history)} saved={preferences.history} />
    </SettingsSection>
  );
}

function LimitsForm({ saved }: { saved: HistoryLimits }) {
  const [limits, setLimits] = useState(saved);
  const [error, setError] = useState<AppError | null>(null);
  const changed = limits.maxAgeDays !== saved.maxAgeDays || limits.maxGigabytes !== saved.maxGigabytes;
  const overLimits = useOverLimits(limits, changed);
  const apply = async () => {
    setError(await useSettings.getState().save({ history: limits }));
    await useHistory.getState().loadStatus();
  };
  return (
    <form
      className={form["form"]}
      aria-label="How long runs are kept"
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && overLimits.found) void apply();
      }}
    >
      <div className={form["pair"]}>
        <Field label="Keep runs for" note="days" hint="Empty: for ever">
          {(control) => (
            <NumberField
              {...control}
              integer
              min={1}
              max={36_500}
              placeholder="for ever"
              value={limits.maxAgeDays}
              onChange={(maxAgeDays) => setLimits({ ...limits, maxAgeDays })}
            />
          )}
        </Field>
        <Field label="Keep at most" note="GB" hint="Empty: no limit">
          {(control) => (
            <NumberField
              {...control}
              min={0.01}
              max={10_000}
              placeholder="no limit"
              value={limits.maxGigabytes}
              onChange={(maxGigabytes) => setLimits({ ...limits, maxGigabytes })}
            />
          )}
        </Field>
      </div>
      <Failure error={error ?? overLimits.error} />
      {changed && (
        <div className={form["buttons"]}>
          <Button type="submit" variant="primary" disabled={!overLimits.found}>
            {overLimits.found && overLimits.found.runs > 0
              ? `Remove ${plural(overLimits.found.runs, "run")} and save`
              : "Save"}
          </Button>
          <Button variant="ghost" onClick={() => setLimits(saved)}>
            Cancel
          </Button>
          <span className={form["note"]} role="status">
            {overLimits.found && overLimitsText(overLimits.found)}
          </span>
        </div>
      )}
    </form>
  );
}
