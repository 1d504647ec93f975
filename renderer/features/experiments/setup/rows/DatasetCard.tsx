import { Database } from "lucide-react";
import { useState } from "react";
import { useApp } from "../../../../stores/app.ts";
import { useRowsSources } from "../../../../stores/experiments/setup/rows-sources.ts";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { connectionName } from "../../../../stores/settings/libraries.ts";
import { useSettings } from "../../../../stores/settings/settings.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Field } from "../../../../ui/Field.tsx";
import { formatCount } from "../../../../ui/figures.ts";
import { Popover } from "../../../../ui/Popover.tsx";
import { Select } from "../../../../ui/Select.tsx";
import { Switch } from "../../../../ui/Switch.tsx";
import { TextField } from "../../../../ui/TextField.tsx";
import styles from "./Rows.module.css";
import { SourceCard } from "./SourceCard.tsx";

/** A dataset of a project that is connected, by its name: as it is, or as it was at a time. */
export function DatasetCard() {
  const library = useSettings(({ settings }) => settings?.libraries.find(({ needsConnection }) => needsConnection));
  const table = useSetup((state) => state.table);
  const [open, setOpen] = useState(false);
  const chosen = table?.source === "langfuse";
  const note = chosen ? `${formatCount(table.rows.length)} items` : "of Langfuse";
  const card = { icon: <Database aria-hidden="true" />, title: "Dataset", chosen };
  if (!library || library.connections.length === 0) {
    return (
      <SourceCard
        {...card}
        note="connect first"
        onClick={() => useApp.getState().show("settings", library?.id ?? "langfuse")}
      />
    );
  }
  return (
    <Popover
      label="A dataset of Langfuse"
      open={open}
      onOpenChange={setOpen}
      trigger={<SourceCard {...card} note={note} />}
    >
      <DatasetForm
        library={library.id}
        connections={library.connections.map((one) => ({ value: one.id, label: connectionName(one) }))}
        first={library.connection?.id ?? ""}
        onDone={() => setOpen(false)}
      />
    </Popover>
  );
}

interface DatasetFormProps {
  library: string;
  connections: readonly { value: string; label: string }[];
  first: string;
  onDone(): void;
}

function DatasetForm({ library, connections, first, onDone }: DatasetFormProps) {
  const takeDataset = useRowsSources((state) => state.takeDataset);
  const [name, setName] = useState("");
  const [connection, setConnection] = useState(first);
  const [at, setAt] = useState("");
  const [archived, setArchived] = useState(false);
  const time = at.trim() === "" ? undefined : timeOf(at);
  const read = () => {
    onDone();
    void takeDataset({
      library,
      connection,
      name: name.trim(),
      ...(time ? { version: time } : {}),
      ...(archived ? { archived } : {}),
    });
  };
  return (
    <form
      className={styles["datasetForm"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "" && time !== null) read();
      }}
    >
      {connections.length > 1 && (
        <Field label="Project">
          {(control) => <Select {...control} value={connection} options={connections} onChange={setConnection} />}
        </Field>
      )}
      <Field label="Name of the dataset">
        {(control) => (
          <TextField {...control} autoFocus value={name} placeholder="support/refunds" onChange={setName} />
        )}
      </Field>
      <Field label="As it was at" note="empty: now" error={time === null ? "This is no time." : undefined}>
        {(control) => <TextField {...control} mono value={at} placeholder="2026-11-26 08:14" onChange={setAt} />}
      </Field>
      <div className={styles["datasetLine"]}>
        <Switch label="With archived items" checked={archived} onChange={setArchived} />
        <span>With archived items</span>
        <span className={styles["space"]} />
        <Button type="submit" variant="primary" size="small" disabled={name.trim() === "" || time === null}>
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
