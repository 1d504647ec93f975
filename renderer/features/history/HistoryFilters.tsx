import { Pin, RadioTower, Search, X } from "lucide-react";
import { type Ref, useState } from "react";
import { useHistory } from "../../stores/history/history.ts";
import { placeText } from "../../stores/settings/libraries.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Select } from "../../ui/Select.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { DayRange } from "./DayRange.tsx";
import {
  betweenDays,
  dateChoice,
  dateChoices,
  dateOfChoice,
  hasChoices,
  outcomesOfChoice,
  promptChoices,
  promptOfValue,
  promptValue,
  ratingChoices,
  stateChoice,
  stateChoices,
  versionChoices,
} from "./filter-choices.ts";
import styles from "./HistoryFilters.module.css";

/** Words to search for, and what narrows the list down. */
export function HistoryFilters({ searchRef }: { searchRef: Ref<HTMLInputElement> }) {
  const filter = useHistory((state) => state.filter);
  const facets = useHistory((state) => state.facets);
  const { setFilter, clearFilter } = useHistory.getState();
  const settings = useSettings((state) => state.settings);
  const [between, setBetween] = useState(false);
  const now = Date.now();
  const models = facets?.models ?? [];
  return (
    <search className={styles["filters"]} aria-label="Search and filter runs">
      <TextField
        ref={searchRef}
        type="search"
        aria-label="Search prompt, variables, messages, answer and error"
        placeholder="Search prompts, values, messages, answers, errors"
        value={filter.text ?? ""}
        icon={<Search aria-hidden="true" />}
        onChange={(text) => setFilter({ text: text === "" ? undefined : text })}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || filter.text === undefined) return;
          event.preventDefault();
          setFilter({ text: undefined });
        }}
        end={
          filter.text === undefined ? null : (
            <IconButton
              size="small"
              label="Clear the search"
              icon={<X aria-hidden="true" />}
              onClick={() => setFilter({ text: undefined })}
            />
          )
        }
      />
      <div className={styles["choices"]}>
        <Select
          aria-label="Prompt"
          value={promptValue(filter)}
          options={promptChoices(facets, (prompt) => placeText(settings, prompt))}
          onChange={(value) =>
            setFilter({
              promptLibrary: undefined,
              promptConnection: undefined,
              promptName: undefined,
              promptVersion: undefined,
              ...promptOfValue(value),
            })
          }
        />
        <Select
          aria-label="Version"
          disabled={filter.promptName === undefined}
          value={filter.promptVersion ?? ""}
          options={versionChoices(facets, filter)}
          onChange={(value) => setFilter({ promptVersion: value === "" ? undefined : value })}
        />
        <Select
          aria-label="Model"
          value={filter.model ?? ""}
          options={[{ value: "", label: "All models" }, ...models.map((model) => ({ value: model, label: model }))]}
          onChange={(value) => setFilter({ model: value === "" ? undefined : value })}
        />
        <Select
          aria-label="Status"
          value={stateChoice(filter)}
          options={stateChoices}
          onChange={(value) => setFilter({ outcomes: outcomesOfChoice(value) })}
        />
        <Select
          aria-label="Rating"
          value={String(filter.minRating ?? "")}
          options={ratingChoices}
          onChange={(value) => setFilter({ minRating: value === "" ? undefined : Number(value) })}
        />
        <Select
          aria-label="Date"
          value={between ? betweenDays : dateChoice(filter, now)}
          options={dateChoices}
          onChange={(value) => {
            setBetween(value === betweenDays);
            // The days start with what was chosen before.
            if (value !== betweenDays) setFilter({ from: dateOfChoice(value, now), to: undefined });
          }}
        />
      </div>
      {(between || dateChoice(filter, now) === betweenDays) && <DayRange />}
      <div className={styles["ends"]}>
        <Button
          size="small"
          variant="ghost"
          aria-pressed={filter.pinned === true}
          icon={<Pin aria-hidden="true" size={13} />}
          onClick={() => setFilter({ pinned: filter.pinned ? undefined : true })}
        >
          Pinned only
        </Button>
        <Button
          size="small"
          variant="ghost"
          aria-pressed={filter.gateway === true}
          icon={<RadioTower aria-hidden="true" size={13} />}
          onClick={() => setFilter({ gateway: filter.gateway ? undefined : true })}
        >
          Through the gateway
        </Button>
        {hasChoices(filter) && (
          <Button
            size="small"
            variant="ghost"
            onClick={() => {
              setBetween(false);
              clearFilter();
            }}
          >
            Clear filters
          </Button>
        )}
      </div>
    </search>
  );
}
