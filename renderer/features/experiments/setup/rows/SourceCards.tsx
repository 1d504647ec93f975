import { tableOfRecords } from "@shared/domain/experiment/setup/dataset-table.ts";
import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import { Braces, FileText, Pencil } from "lucide-react";
import { useRef } from "react";
import { promptsOf, useRowsSources } from "../../../../stores/experiments/setup/rows-sources.ts";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { useSetupPrompts } from "../../../../stores/experiments/setup/setup-prompts.ts";
import { FileInput } from "../../../../ui/FileInput.tsx";
import { formatCount } from "../../../../ui/figures.ts";
import { Menu } from "../../../../ui/Menu.tsx";
import { useSetupView } from "../parts/use-setup-view.ts";
import { DatasetCard } from "./DatasetCard.tsx";
import { HistoryCard } from "./HistoryCard.tsx";
import { SourceCard, type SourceCardProps } from "./SourceCard.tsx";
import styles from "./SourceCards.module.css";
import { rowsFileTypes, takeRowsFile } from "./take-file.ts";

/** Where rows can come from. @param onTyping asked for when rows are to be typed. */
export function SourceCards({ onTyping }: { onTyping(): void }) {
  const table = useSetup((state) => state.table);
  const takeInputs = useRowsSources((state) => state.takeInputs);
  const input = useRef<HTMLInputElement>(null);
  // A long number leaves no room for the word.
  const count = table?.file ? formatCount(table.count) : table ? `${formatCount(table.rows.length)} taken` : undefined;
  return (
    <fieldset className={styles["cards"]}>
      <legend className={styles["hidden"]}>Where the rows come from</legend>
      <DatasetCard />
      <SourceCard
        icon={<FileText aria-hidden="true" />}
        title="File"
        note={table?.source === "file" ? count : "CSV, JSON"}
        chosen={table?.source === "file"}
        onClick={() => input.current?.click()}
      />
      <FileInput ref={input} label="File with rows" accept={rowsFileTypes} onFile={(file) => void takeRowsFile(file)} />
      <PromptCard
        icon={<Braces aria-hidden="true" />}
        title="Saved"
        note={table?.source === "inputs" ? count : "inputs"}
        chosen={table?.source === "inputs"}
        onPrompt={(prompt) => void takeInputs(prompt)}
      />
      <HistoryCard note={table?.source === "history" ? count : "runs"} chosen={table?.source === "history"} />
      <ByHand onTyping={onTyping} />
    </fieldset>
  );
}

/** Rows that belong to a prompt: of the only one at once, of several by a menu. */
function PromptCard({ onPrompt, ...card }: SourceCardProps & { onPrompt(prompt: PromptIdentity): void }) {
  const variants = useSetup((state) => state.draft.variants);
  const views = useSetupPrompts((state) => state.views);
  const prompts = promptsOf(variants, views);
  const [only] = prompts;
  if (only !== undefined && prompts.length === 1) return <SourceCard {...card} onClick={() => onPrompt(only)} />;
  return (
    <Menu
      label={card.title}
      trigger={<SourceCard {...card} />}
      entries={
        prompts.length === 0
          ? [{ id: "none", label: "Add a variant first: rows belong to its prompt.", disabled: true, onSelect() {} }]
          : prompts.map((prompt) => ({
              id: JSON.stringify(prompt),
              label: prompt.name,
              detail: prompt.library,
              onSelect: () => onPrompt(prompt),
            }))
      }
    />
  );
}

function ByHand({ onTyping }: { onTyping(): void }) {
  const table = useSetup((state) => state.table);
  const { wanted } = useSetupView();
  const begin = () => {
    const names = [...wanted.variables, ...wanted.placeholders];
    const record = Object.fromEntries(
      [...(names.length > 0 ? names : ["input"]), "expected"].map((name) => [name, ""]),
    );
    useSetup.getState().setTable(tableOfRecords([record], { source: "hand", name: "Typed here", readAt: Date.now() }));
  };
  return (
    <SourceCard
      icon={<Pencil aria-hidden="true" />}
      title="By hand"
      note={
        table?.source === "hand" ? `${formatCount(table.file ? table.count : table.rows.length)} typed` : "type rows"
      }
      chosen={table?.source === "hand"}
      onClick={() => {
        if (table?.source !== "hand") begin();
        onTyping();
      }}
    />
  );
}
