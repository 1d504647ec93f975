import { type DatasetTable, textAt } from "@shared/domain/experiment/setup/dataset-table.ts";
import {
  type ColumnTarget,
  type SetupMapping,
  type WantedNames,
  withEmpty,
  withFixed,
  withTarget,
} from "@shared/domain/experiment/setup/setup-mapping.ts";
import { ArrowRight } from "lucide-react";
import { useState } from "react";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import type { SetupView } from "../../../../stores/experiments/setup/setup-view.ts";
import { Button } from "../../../../ui/Button.tsx";
import { classNames } from "../../../../ui/class-names.ts";
import { formatCount, plural } from "../../../../ui/figures.ts";
import { Select, type SelectOption } from "../../../../ui/Select.tsx";
import { TextField } from "../../../../ui/TextField.tsx";
import styles from "./Rows.module.css";
import { targetClass, targetOptions } from "./target-options.ts";

/** Columns that go nowhere are folded beyond so many. */
const shownUnused = 3;

/** Which column goes where, with the values of the first row. */
export function MappingTable({ table, view }: { table: DatasetTable; view: SetupView }) {
  const { mapping, wanted, active, count } = view;
  const [all, setAll] = useState(false);
  if (!mapping) return null;
  const used = table.columns.filter((column) => mapping.targets[column] !== undefined);
  const unused = table.columns.filter((column) => mapping.targets[column] === undefined);
  const folded = all ? unused : unused.slice(0, shownUnused);
  const [first = 0] = active;
  const options = targetOptions(wanted);
  return (
    <div className={styles["mapping"]}>
      <table>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Goes to</th>
            <th scope="col">Row {first + 1}</th>
          </tr>
        </thead>
        <tbody>
          {[...used, ...folded].map((column) => (
            <ColumnRow
              key={column}
              column={column}
              mapping={mapping}
              options={options}
              value={textAt(table, first, column)}
            />
          ))}
          {unused.length > folded.length && (
            <tr>
              <td colSpan={3}>
                <button type="button" className={styles["more"]} onClick={() => setAll(true)}>
                  {plural(unused.length - folded.length, "more column")} not sent
                </button>
              </td>
            </tr>
          )}
          <FixedRows mapping={mapping} wanted={wanted} rows={count} />
        </tbody>
      </table>
      {mapping.groupOffer !== null && <GroupOffer column={mapping.groupOffer} mapping={mapping} />}
    </div>
  );
}

interface ColumnRowProps {
  column: string;
  mapping: SetupMapping;
  options: readonly SelectOption[];
  value: string | null;
}

function ColumnRow({ column, mapping, options, value }: ColumnRowProps) {
  const change = useSetup((state) => state.change);
  const target = mapping.targets[column] ?? "nothing";
  const isGuess = mapping.how[column]?.startsWith("guess") === true;
  const known = options.some((option) => option.value === target);
  return (
    <tr>
      <td className={styles["column"]} title={column}>
        <span>{column}</span>
        <ArrowRight aria-hidden="true" />
      </td>
      <td>
        <Select
          aria-label={`Where ${column} goes`}
          className={classNames(styles["target"], styles[targetClass(target)])}
          value={target}
          options={known ? options : [...options, { value: target, label: target.replace(/^\w+:/, "") }]}
          onChange={(to) =>
            change((draft) => ({ ...draft, chosen: withTarget(draft.chosen, mapping, column, to as ColumnTarget) }))
          }
        />
        {isGuess && <span className={styles["guess"]}>a guess: check it</span>}
      </td>
      <td className={styles["value"]} title={value?.slice(0, 1_000)}>
        {value === null ? <i>missing</i> : value.slice(0, 200) || <i>empty</i>}
      </td>
    </tr>
  );
}

/** Variables nothing fills, and those that have one value for all rows. */
function FixedRows({ mapping, wanted, rows }: { mapping: SetupMapping; wanted: WantedNames; rows: number }) {
  const chosen = useSetup((state) => state.draft.chosen);
  const change = useSetup((state) => state.change);
  const fixed = Object.keys(chosen.fixed).filter((name) => wanted.variables.includes(name));
  const empty = (chosen.empty ?? []).filter((name) => wanted.placeholders.includes(name));
  const names = [...new Set([...fixed, ...mapping.unfilled.variables])];
  const set = (name: string, value: string) =>
    change((draft) => ({ ...draft, chosen: withFixed(draft.chosen, name, value === "" ? undefined : value) }));
  return (
    <>
      {names.map((name) => {
        const value = chosen.fixed[name] ?? "";
        return (
          <tr key={name}>
            <td className={styles["fixed"]}>{value === "" ? "no column" : "fixed for all"}</td>
            <td>
              <span className={classNames(styles["variable"], value === "" && styles["unset"])}>{name}</span>
              {value === "" && <span className={styles["guess"]}>fails {formatCount(rows)} rows</span>}
            </td>
            <td>
              <TextField
                aria-label={`Value of ${name} for all rows`}
                value={value}
                placeholder="one value for all"
                attention={value === ""}
                onChange={(next) => set(name, next)}
              />
            </td>
          </tr>
        );
      })}
      {[...empty, ...mapping.unfilled.placeholders].map((name) => {
        const isEmpty = empty.includes(name);
        const setEmpty = (next: boolean) =>
          change((draft) => ({ ...draft, chosen: withEmpty(draft.chosen, name, next) }));
        return (
          <tr key={name}>
            <td className={styles["fixed"]}>{isEmpty ? "no messages" : "no column"}</td>
            <td>
              <span className={classNames(styles["variable"], !isEmpty && styles["unset"])}>{name}</span>
              {!isEmpty && <span className={styles["guess"]}>messages</span>}
            </td>
            <td>
              <Button size="small" variant={isEmpty ? "ghost" : "quiet"} onClick={() => setEmpty(!isEmpty)}>
                {isEmpty ? "take a column" : "send none"}
              </Button>
            </td>
          </tr>
        );
      })}
    </>
  );
}

function GroupOffer({ column, mapping }: { column: string; mapping: SetupMapping }) {
  const change = useSetup((state) => state.change);
  const choose = (to: ColumnTarget) =>
    change((draft) => ({ ...draft, chosen: withTarget(draft.chosen, mapping, column, to) }));
  return (
    <p className={styles["offer"]}>
      <span>
        Do rows with one <b>{column}</b> belong together (one conversation, one document)? Then they count as one.
      </span>
      <Button size="small" onClick={() => choose("group")}>
        Row group
      </Button>
      <Button size="small" variant="ghost" onClick={() => choose("nothing")}>
        No
      </Button>
    </p>
  );
}
