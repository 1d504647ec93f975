import { useHistory } from "../../stores/history/history.ts";
import { Field } from "../../ui/Field.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { dayText, edgeOfDay } from "./filter-choices.ts";
import styles from "./HistoryFilters.module.css";

/** The first and the last day of the runs to show, both with all their hours; either may be left open. */
export function DayRange() {
  const { from, to } = useHistory((state) => state.filter);
  const { setFilter } = useHistory.getState();
  const [first, last] = [dayText(from), dayText(to)];
  const reversed = from !== undefined && to !== undefined && from > to;
  return (
    <div className={styles["days"]}>
      <Field label="From">
        {(control) => (
          <TextField
            {...control}
            type="date"
            value={first}
            max={last}
            onChange={(day) => setFilter({ from: edgeOfDay(day, "first") })}
          />
        )}
      </Field>
      <Field label="To" error={reversed ? "Before the first day" : undefined}>
        {(control) => (
          <TextField
            {...control}
            type="date"
            value={last}
            min={first}
            onChange={(day) => setFilter({ to: edgeOfDay(day, "last") })}
          />
        )}
      </Field>
    </div>
  );
}
