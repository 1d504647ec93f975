import type { ReadAs } from "@shared/domain/dataset/dataset.ts";
import type { DatasetTable } from "@shared/domain/experiment/setup/dataset-table.ts";
import { useRowsFile } from "../../../../stores/experiments/setup/rows-file.ts";
import { Menu, type MenuEntry } from "../../../../ui/Menu.tsx";
import styles from "./Rows.module.css";

const encodings = [
  { value: "utf-8", label: "UTF-8" },
  { value: "windows-1252", label: "Windows-1252" },
  { value: "utf-16le", label: "UTF-16 LE" },
  { value: "utf-16be", label: "UTF-16 BE" },
] as const;
const delimiters = [
  { value: ",", label: "comma" },
  { value: ";", label: "semicolon" },
  { value: "\t", label: "tab" },
  { value: "|", label: "bar" },
] as const;

/** What a file was read as: format, encoding, delimiter, header; each can be changed while the file is at hand. */
export function ReadAsLine({ table: { shape } }: { table: DatasetTable }) {
  const file = useRowsFile((state) => state.file);
  const readAgain = useRowsFile((state) => state.readAgain);
  const isText = shape.format === "csv" || shape.format === "tsv";
  const change = (readAs: ReadAs) => void readAgain(readAs);
  const encoding = encodings.find(({ value }) => shape.encoding.startsWith(value))?.label ?? shape.encoding;
  const delimiter = delimiters.find(({ value }) => value === shape.delimiter)?.label ?? shape.delimiter;
  return (
    <span className={styles["facts"]}>
      <span>{shape.format.toUpperCase()}</span>
      <Fact
        word={encoding}
        label={`Encoding: ${encoding}`}
        can={file !== null}
        entries={encodings.map(({ value, label }) => ({
          id: value,
          label,
          checked: label === encoding,
          onSelect: () => change({ encoding: value }),
        }))}
      />
      {isText && (
        <Fact
          word={delimiter ?? ""}
          label={`Delimiter: ${delimiter}`}
          can={file !== null}
          entries={delimiters.map(({ value, label }) => ({
            id: label,
            label,
            checked: value === shape.delimiter,
            onSelect: () => change({ delimiter: value }),
          }))}
        />
      )}
      {isText && (
        <Fact
          word={shape.header ? "header" : "no header"}
          label={shape.header ? "The first line names the columns" : "No header"}
          can={file !== null}
          entries={[
            {
              id: "yes",
              label: "The first line names the columns",
              checked: shape.header,
              onSelect: () => change({ header: true }),
            },
            {
              id: "no",
              label: "There is no header",
              checked: !shape.header,
              onSelect: () => change({ header: false }),
            },
          ]}
        />
      )}
    </span>
  );
}

function Fact({ word, label, can, entries }: { word: string; label: string; can: boolean; entries: MenuEntry[] }) {
  if (!can) return <span>{word}</span>;
  return (
    <Menu
      label={label}
      trigger={
        <button type="button" className={styles["fact"]} aria-label={`${label}: change`}>
          {word}
        </button>
      }
      entries={entries}
    />
  );
}
