import { useEffect, useState } from "react";
import { useRowsSources } from "../../../../stores/experiments/setup/rows-sources.ts";
import { createQuery } from "../../../../stores/query.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Field } from "../../../../ui/Field.tsx";
import { Select } from "../../../../ui/Select.tsx";
import { Spinner } from "../../../../ui/Spinner.tsx";
import { Switch, SwitchLabel } from "../../../../ui/Switch.tsx";
import { TextField } from "../../../../ui/TextField.tsx";
import styles from "./Rows.module.css";

interface DatasetFormProps {
  library: string;
  connections: readonly { value: string; label: string }[];
  first: string;
  onDone(): void;
}

const useDatasets = createQuery("datasets.list");
const useVersions = createQuery("datasets.versions");
/** Of a choice: it is typed. */
const typed = "";
const now = "";

/** Which dataset of which project, and as of when: out of what the project has, or typed. */
export function DatasetForm({ library, connections, first, onDone }: DatasetFormProps) {
  const takeDataset = useRowsSources((state) => state.takeDataset);
  const list = useDatasets();
  const versions = useVersions();
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [connection, setConnection] = useState(first);
  const [at, setAt] = useState("");
  const [typesTime, setTypesTime] = useState(false);
  const [archived, setArchived] = useState(false);
  const place = { library, ...(connection === "" ? {} : { connection }) };
  const { ask: askList } = list;
  const { ask: askVersions } = versions;
  useEffect(() => {
    const stop = new AbortController();
    useDatasets.setState({ answer: null, error: null });
    void askList({ library, ...(connection === "" ? {} : { connection }) }, stop.signal);
    return () => stop.abort();
  }, [askList, library, connection]);
  const isLooking = list.answer === null && list.error === null;
  const names = (list.answer ?? []).map((one) => one.name);
  const isTyped = chosen === typed || (!isLooking && names.length === 0);
  const wanted = (isTyped ? name : (chosen ?? names[0] ?? "")).trim();
  const known = names.includes(wanted);
  useEffect(() => {
    if (!known) return;
    const stop = new AbortController();
    useVersions.setState({ answer: null, error: null });
    void askVersions({ library, ...(connection === "" ? {} : { connection }), name: wanted }, stop.signal);
    return () => stop.abort();
  }, [askVersions, library, connection, wanted, known]);
  const times = known ? (versions.answer ?? []) : [];
  const time = at.trim() === "" ? undefined : timeOf(at);
  const read = () => {
    onDone();
    void takeDataset({
      ...place,
      name: wanted,
      ...(time ? { version: time } : {}),
      ...(archived ? { archived } : {}),
    });
  };
  return (
    <form
      className={styles["datasetForm"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== "" && time !== null) read();
      }}
    >
      {connections.length > 1 && (
        <Field label="Project">
          {(control) => (
            <Select
              {...control}
              value={connection}
              options={connections}
              onChange={(next) => {
                setConnection(next);
                setChosen(null);
              }}
            />
          )}
        </Field>
      )}
      {names.length > 0 ? (
        <Field label="Dataset">
          {(control) => (
            <Select
              {...control}
              autoFocus
              value={chosen ?? names[0] ?? ""}
              options={[
                ...names.map((one) => ({ value: one, label: one })),
                { value: typed, label: "another, by its name" },
              ]}
              onChange={(next) => {
                setChosen(next);
                setAt("");
              }}
            />
          )}
        </Field>
      ) : (
        isLooking && <Spinner label="Looking for datasets" />
      )}
      {isTyped && (
        <Field
          label="Name of the dataset"
          note={list.error !== null ? list.error.message : names.length === 0 ? "the project lists none" : undefined}
        >
          {(control) => (
            <TextField {...control} autoFocus value={name} placeholder="support/refunds" onChange={setName} />
          )}
        </Field>
      )}
      {times.length > 0 && !typesTime ? (
        <Field label="As it was at">
          {(control) => (
            <Select
              {...control}
              value={at}
              options={[
                { value: now, label: "now" },
                ...times.map((one) => ({ value: one, label: `the change of ${timeText(one)}` })),
                { value: "typed", label: "another time" },
              ]}
              onChange={(next) => {
                setTypesTime(next === "typed");
                setAt(next === "typed" ? "" : next);
              }}
            />
          )}
        </Field>
      ) : (
        <Field label="As it was at" note="empty: now" error={time === null ? "This is no time." : undefined}>
          {(control) => <TextField {...control} mono value={at} placeholder="2026-11-26 08:14" onChange={setAt} />}
        </Field>
      )}
      <div className={styles["datasetLine"]}>
        <SwitchLabel className={styles["datasetLine"]}>
          <Switch label="With archived items" checked={archived} onChange={setArchived} />
          <span>With archived items</span>
        </SwitchLabel>
        <span className={styles["space"]} />
        <Button type="submit" variant="primary" size="small" disabled={wanted === "" || time === null}>
          Read it
        </Button>
      </div>
    </form>
  );
}

/** A typed time as the server takes it; null where it is none. */
function timeOf(text: string): string | null {
  const time = new Date(text.trim());
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

function timeText(time: string): string {
  return new Date(time).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });
}
