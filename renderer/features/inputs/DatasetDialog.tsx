import { mostDatasetRows } from "@shared/domain/dataset/dataset-view.ts";
import { useCommands } from "../../stores/commands.ts";
import { inputsOf, type OpenDataset, useDataset } from "../../stores/inputs/dataset.ts";
import { useInputs } from "../../stores/inputs/inputs.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { plural } from "../../ui/figures.ts";
import { Notice } from "../../ui/Notice.tsx";
import { Select } from "../../ui/Select.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import styles from "./DatasetDialog.module.css";

const shownRows = 20;

/** A file of rows before anything is taken from it: what fills what, its first rows, and what is unusual about it. Shown while it is open. */
export function DatasetDialog() {
  const { dataset, reading, problem, error, close } = useDataset();
  return (
    <Dialog open onClose={close} title={`Rows of ${dataset?.name ?? problem?.name ?? "a file"}`} size="wide">
      {reading && <Spinner label="Reading the file" />}
      {problem && <Notice tone="warn">{problem.message} Nothing was taken from it.</Notice>}
      {error && <Notice tone="warn">{error.message}</Notice>}
      {dataset && <Rows dataset={dataset} onDone={close} />}
    </Dialog>
  );
}

function Rows({ dataset, onDone }: { dataset: OpenDataset; onDone(): void }) {
  const { view, wanted, columns } = dataset;
  const setRowsToRun = useDataset((state) => state.setRowsToRun);
  const names = [...wanted.variables, ...wanted.placeholders];
  const isFilled = names.some((name) => columns[name]);
  const { rows, count } = view;
  const run = () => {
    setRowsToRun(inputsOf(dataset));
    onDone();
    useCommands.getState().run("inputs.run");
  };
  const save = () => {
    const inputs = inputsOf(dataset).map(({ id: _id, ...input }) => input);
    onDone();
    void useInputs.getState().importJson(JSON.stringify(inputs));
  };
  return (
    <div className={styles["rows"]}>
      <p className={styles["facts"]}>
        <b>{plural(count, "row")}</b> {[plural(view.columns.length, "column"), ...view.facts].join(" · ")}
      </p>
      {count > rows.length && <Notice tone="warn">{`The first ${mostDatasetRows} of ${count} rows are taken.`}</Notice>}
      {view.warnings.length > 0 && (
        <ul className={styles["warnings"]} aria-label="What is unusual about it">
          {view.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      <Mapping dataset={dataset} />
      <Preview dataset={dataset} />
      <div className={styles["buttons"]}>
        <Button variant="ghost" onClick={onDone}>
          Cancel
        </Button>
        <Button disabled={!isFilled} onClick={save}>
          Save as {plural(rows.length, "input")}
        </Button>
        <Button variant="primary" disabled={!isFilled} onClick={run}>
          Run over {plural(rows.length, "row")}…
        </Button>
      </div>
    </div>
  );
}

function Mapping({ dataset: { view, wanted, columns } }: { dataset: OpenDataset }) {
  const choose = useDataset((state) => state.choose);
  const field = (name: string, offered: readonly string[], note: string) => {
    const found = view.mapping.map[name];
    const isGuess = found?.how.startsWith("guess") === true && columns[name] === found.column;
    return (
      <li key={name} className={styles["field"]}>
        <span className={columns[name] ? styles["name"] : styles["unset"]}>{name}</span>
        <Select
          aria-label={`Column for ${name}`}
          value={columns[name] ?? ""}
          options={[{ value: "", label: note }, ...offered.map((column) => ({ value: column, label: column }))]}
          onChange={(value) => choose(name, value === "" ? null : value)}
        />
        <span className={styles["how"]}>{isGuess ? "a guess: check it" : ""}</span>
      </li>
    );
  };
  return (
    <ul className={styles["mapping"]} aria-label="Which column fills what">
      {wanted.variables.map((name) => field(name, view.columns, "no column"))}
      {wanted.placeholders.map((name) => field(name, view.messageColumns, "no column with messages"))}
    </ul>
  );
}

function Preview({ dataset: { view } }: { dataset: OpenDataset }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className={styles["preview"]} aria-label="First rows" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {view.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.rows.slice(0, shownRows).map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
            <tr key={index}>
              {view.columns.map((column, at) => (
                <td key={column}>{row[at] === null ? <i>missing</i> : (row[at] ?? "").slice(0, 200)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
