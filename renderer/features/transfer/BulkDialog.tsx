import type { PortableFile } from "@shared/domain/prompt/portable-prompt.ts";
import { readPortableFile } from "@shared/domain/prompt/read-portable-file.ts";
import { useState } from "react";
import { errorProps } from "../../stores/error-props.ts";
import { type ImportedRow, useBulk } from "../../stores/prompts/bulk.ts";
import { openList, useLibrary } from "../../stores/prompts/library.ts";
import { placeKey, writablePlaces } from "../../stores/prompts/writable-places.ts";
import { placeText, useOpenLibrary } from "../../stores/settings/libraries.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import { Field } from "../../ui/Field.tsx";
import { plural } from "../../ui/figures.ts";
import { Note, NoteList, type NoteTone } from "../../ui/NoteList.tsx";
import { PlaceField } from "../../ui/PlaceField.tsx";
import { saveFile } from "../../ui/save-file.ts";
import styles from "./Transfer.module.css";

/** Prompts with all their versions, labels, tags and messages into one JSON file, or out of it. */
export function BulkDialog() {
  return useBulk((state) => state.kind) === "export" ? <Export /> : <Import />;
}

function Export() {
  const { done, total, running, error, left, takeAll, stop, close } = useBulk();
  const settings = useSettings((state) => state.settings);
  const list = useLibrary(openList);
  const from = list ? placeText(settings, list) : "";
  const count = list?.prompts.length ?? 0;
  const save = async () => {
    const prompts = await takeAll();
    if (!prompts) return;
    const exportedAt = new Date().toISOString();
    const file: PortableFile = { format: "promptscope-prompts", version: 1, from, exportedAt, prompts };
    const fileName = `prompts-${exportedAt.slice(0, 10)}.json`;
    saveFile({ fileName, mediaType: "application/json", text: `${JSON.stringify(file, null, 2)}\n` });
    if (useBulk.getState().left.length === 0) close();
  };
  return (
    <Dialog
      open
      title="Export prompts"
      onClose={close}
      footer={
        <>
          <Button onClick={running ? stop : close}>{running ? "Stop" : "Cancel"}</Button>
          <Button variant="primary" data-autofocus disabled={running || count === 0} onClick={() => void save()}>
            Export
          </Button>
        </>
      }
    >
      <div className={styles["body"]}>
        <p>
          All {plural(count, "prompt")} of {from} go into one JSON file, with every version, its labels, message and
          config, and the tags.
        </p>
        <p className={styles["quiet"]}>
          Edits that are not saved stay here. Files of the local folder are in it as they are, with descriptions, test
          data and comments.
        </p>
        {left.length > 0 && (
          <NoteList label="Not in the export">
            {left.map(({ name, reason }) => (
              <Note key={name} tone="bad" word={name}>
                {`is not in it: ${reason}`}
              </Note>
            ))}
          </NoteList>
        )}
        {running && <Progress done={done} total={total} />}
        {error && <ErrorCard {...errorProps(error)} />}
      </div>
    </Dialog>
  );
}

function Progress({ done, total }: { done: number; total: number }) {
  return (
    <label className={styles["quiet"]}>
      {done} of {plural(total, "prompt")} <progress value={done} max={Math.max(total, 1)} />
    </label>
  );
}

type Chosen = PortableFile | { reason: string } | null;

function Import() {
  const { done, total, running, rows, putAll, stop, close } = useBulk();
  const places = writablePlaces(useSettings((state) => state.settings));
  const open = useOpenLibrary();
  const [chosen, setChosen] = useState<Chosen>(null);
  const [key, setKey] = useState(() => {
    const own = open && placeKey({ library: open.id, ...(open.connection ? { connection: open.connection.id } : {}) });
    return (places.find((one) => one.key === own) ?? places[0])?.key ?? "";
  });
  const [accepts, setAccepts] = useState(false);
  const place = places.find((one) => one.key === key);
  const file = chosen && "prompts" in chosen ? chosen : null;
  const isDone = !running && rows.length > 0;
  return (
    <Dialog
      open
      title="Import prompts"
      onClose={close}
      footer={
        <>
          <Button onClick={running ? stop : close}>{running ? "Stop" : isDone ? "Close" : "Cancel"}</Button>
          <Button
            variant="primary"
            disabled={running || !file || !place}
            onClick={() => file && place && void putAll(file.prompts, place, accepts)}
          >
            {isDone ? "Import again" : "Import"}
          </Button>
        </>
      }
    >
      <div className={styles["body"]}>
        <Field label="File" error={chosen && "reason" in chosen ? chosen.reason : undefined}>
          {(control) => (
            <input
              {...control}
              className={styles["file"]}
              type="file"
              accept="application/json,.json"
              data-autofocus
              onChange={({ target }) => {
                const [one] = target.files ?? [];
                if (one) void one.text().then((text) => setChosen(readPortableFile(text)));
              }}
            />
          )}
        </Field>
        {file && (
          <p className={styles["quiet"]}>
            {plural(file.prompts.length, "prompt")} with{" "}
            {plural(
              file.prompts.reduce((sum, { versions }) => sum + versions.length, 0),
              "version",
            )}{" "}
            from {file.from}, {file.exportedAt.slice(0, 10)}.
          </p>
        )}
        <PlaceField
          label="To"
          hint="Prompts that are there already stay as they are; nothing is overwritten."
          places={places}
          place={key}
          onChange={setKey}
        />
        <label className={styles["choice"]}>
          <input type="checkbox" checked={accepts} onChange={({ target }) => setAccepts(target.checked)} />
          Also those of which the library does not keep everything (it is named below otherwise)
        </label>
        {running && <Progress done={done} total={total} />}
        <div className={styles["many"]}>
          <NoteList label="What became of them">
            {rows.map((row) => (
              <Note key={row.name} tone={toneOf(row)} word={row.name}>
                {textOf(row)}
              </Note>
            ))}
          </NoteList>
        </div>
      </div>
    </Dialog>
  );
}

function toneOf({ outcome }: ImportedRow): NoteTone {
  if (outcome.kind === "same") return outcome.differs.length === 0 ? "good" : "lost";
  return outcome.kind === "made" ? "good" : "bad";
}

function textOf({ outcome, versions }: ImportedRow): string {
  switch (outcome.kind) {
    case "made":
      return `${plural(outcome.versions, "version")} written`;
    case "same":
      return outcome.differs.length === 0
        ? "was there already, all of it"
        : `its text was there already; the file there says otherwise and stays as it is: ${outcome.differs.join(", ")}`;
    case "exists":
      return "not imported: there is another prompt of this name";
    case "problems":
      return `not imported: ${outcome.problems.map(({ message }) => message).join(" ")}`;
    case "guarded":
      return "not imported: the project guards production; copy it by itself";
    case "stopped":
      return `${outcome.versions} of ${plural(versions, "version")} written: ${outcome.error.message}`;
    case "failed":
      return `not imported: ${outcome.error.message}`;
  }
}
