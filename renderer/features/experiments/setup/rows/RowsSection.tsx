import { textAt } from "@shared/domain/experiment/setup/dataset-table.ts";
import { CircleCheck, Table2, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { useRowsFile } from "../../../../stores/experiments/setup/rows-file.ts";
import { useRowsSources } from "../../../../stores/experiments/setup/rows-sources.ts";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { Button } from "../../../../ui/Button.tsx";
import { plural } from "../../../../ui/figures.ts";
import { Late } from "../../../../ui/Late.tsx";
import { lateComponent } from "../../../../ui/late-component.ts";
import { Notice } from "../../../../ui/Notice.tsx";
import { Spinner } from "../../../../ui/Spinner.tsx";
import { usePagePaste } from "../../../../ui/use-page-paste.ts";
import { Section } from "../parts/Section.tsx";
import { useSetupView } from "../parts/use-setup-view.ts";
import { filledText, warningText } from "./filled-text.ts";
import { MappingTable } from "./MappingTable.tsx";
import { ReadAsLine } from "./ReadAsLine.tsx";
import styles from "./Rows.module.css";
import { SourceCards } from "./SourceCards.tsx";
import { takePastedRows, takeRowsFile } from "./take-file.ts";

const RowsDialog = lateComponent(async () => (await import("./RowsDialog.tsx")).RowsDialog, "onDemand");

const shownWarnings = 4;

/** Where the rows come from, and which column goes where. */
export function RowsSection() {
  const table = useSetup((state) => state.table);
  const view = useSetupView();
  const [over, setOver] = useState(false);
  const [looking, setLooking] = useState(false);
  const rows = view.count;
  usePagePaste(takePastedRows);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files are also chosen by a button
    <div
      className={over ? styles["over"] : undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [dropped] = event.dataTransfer.files;
        if (dropped) void takeRowsFile(dropped);
      }}
    >
      <Section number={1} title="Rows" end={<span className={styles["count"]}>{rows > 0 && plural(rows, "row")}</span>}>
        <SourceCards onTyping={() => setLooking(true)} />
        <RowsTrouble />
        {table ? (
          <>
            <div className={styles["source"]}>
              <span className={styles["file"]} title={table.name}>
                {table.name}
              </span>
              {table.source === "file" && <ReadAsLine table={table} />}
              {table.edited && <span className={styles["quiet"]}>cells changed here</span>}
              <span className={styles["space"]} />
              <Button
                size="small"
                variant="ghost"
                icon={<Table2 aria-hidden="true" />}
                onClick={() => setLooking(true)}
              >
                Look at the rows
              </Button>
            </div>
            <Warnings />
            <MappingTable table={table} view={view} />
            <Filled />
          </>
        ) : (
          <p className={styles["empty"]}>
            Drop a CSV, JSON or JSONL file here, paste rows, or choose one of the above. Nothing is sent before Start.
          </p>
        )}
      </Section>
      {looking && table && (
        <Late what="The rows">
          <RowsDialog table={table} onClose={() => setLooking(false)} />
        </Late>
      )}
    </div>
  );
}

/** What keeps rows from being taken. */
function RowsTrouble() {
  const { reading, problem, error } = useRowsFile();
  const sources = useRowsSources();
  const failure = error ?? sources.error;
  const table = useSetup((state) => state.table);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that came since are the answer to what was said before
  useEffect(() => {
    useRowsFile.setState({ problem: null, error: null });
    useRowsSources.getState().dismiss();
  }, [table]);
  return (
    <>
      {(reading || sources.reading) && <Spinner label={sources.reading ?? "Reading the file"} />}
      {problem && (
        <Notice tone="warn" icon={<TriangleAlert aria-hidden="true" />}>
          {problem.name}: {problem.message} Nothing was taken from it.
        </Notice>
      )}
      {failure && <Notice tone="warn">{failure.message}</Notice>}
      {sources.nothing && <Notice onDismiss={sources.dismiss}>{sources.nothing}</Notice>}
    </>
  );
}

function Warnings() {
  const table = useSetup((state) => state.table);
  const { mapping } = useSetupView();
  const [all, setAll] = useState(false);
  if (!table || !mapping) return null;
  // What the first rows lack says nothing of a long file; what all of them lack stands below.
  const ofMapping = table.file ? mapping.warnings.filter(({ code }) => code === "ambiguous-mapping") : mapping.warnings;
  const told = [...new Set([...table.shape.warnings, ...ofMapping].map(warningText))];
  if (table.file) told.unshift(`Which column is what is told by the first ${plural(table.rows.length, "row")}.`);
  else if (table.count > table.rows.length) {
    told.unshift(`The first ${plural(table.rows.length, "row")} of ${plural(table.count, "row")} are taken.`);
  }
  if (told.length === 0) return null;
  const shown = all ? told : told.slice(0, shownWarnings);
  return (
    <ul className={styles["warnings"]} aria-label="What is unusual about the rows">
      {shown.map((one) => (
        <li key={one}>{one}</li>
      ))}
      {told.length > shown.length && (
        <li>
          <button type="button" className={styles["more"]} onClick={() => setAll(true)}>
            {plural(told.length - shown.length, "more warning")}
          </button>
        </li>
      )}
    </ul>
  );
}

/** Whether everything the prompts ask for is there. */
function Filled() {
  const { filled, wanted, mapping } = useSetupView();
  const table = useSetup((state) => state.table);
  if (!filled || !table || !mapping) return null;
  const firstLacking = (name: string): number | undefined => {
    const column = Object.entries(mapping.targets).find(([, to]) => to.endsWith(`:${name}`))?.[0];
    if (column === undefined) return undefined;
    if (table.file) return table.file.lacking[column]?.first;
    const row = table.rows.findIndex((_, index) => textAt(table, index, column) === null);
    return row < 0 ? undefined : row + 1;
  };
  const { text, whole } = filledText(filled, wanted, firstLacking);
  return (
    <p className={whole ? styles["whole"] : styles["lacking"]}>
      {whole ? <CircleCheck aria-hidden="true" /> : <TriangleAlert aria-hidden="true" />}
      {text}
    </p>
  );
}
