import { closeDocument } from "@shared/domain/edit/editor-document.ts";
import { hasEnded, type JobView } from "@shared/domain/job/job.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { listVariables } from "@shared/domain/template/list-variables.ts";
import { Ellipsis, Plus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useCommands } from "../../stores/commands.ts";
import { useDraft } from "../../stores/draft/draft.ts";
import { valuesKey } from "../../stores/draft/values-key.ts";
import { isDatasetOpen, useDataset } from "../../stores/inputs/dataset.ts";
import { useInputs } from "../../stores/inputs/inputs.ts";
import { useEdits } from "../../stores/prompts/edits.ts";
import { usePrompt } from "../../stores/prompts/prompt.ts";
import { usePass } from "../../stores/run/pass.ts";
import { useUnfinishedJobs } from "../../stores/run/unfinished-jobs.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { classNames } from "../../ui/class-names.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Late } from "../../ui/Late.tsx";
import { lateComponent } from "../../ui/late-component.ts";
import { Menu, type MenuEntry } from "../../ui/Menu.tsx";
import { PanelHeader } from "../../ui/PanelHeader.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { useRovingFocus } from "../../ui/use-roving-focus.ts";
import { currentValues } from "./current-values.ts";
import { FileInputs } from "./FileInputs.tsx";
import { InputNotice } from "./InputNotice.tsx";
import { InputRow } from "./InputRow.tsx";
import { NameField } from "./NameField.tsx";
import styles from "./SavedInputs.module.css";

const DatasetDialog = lateComponent(async () => (await import("./DatasetDialog.tsx")).DatasetDialog, "onDemand");

/** Named sets of values of the open prompt: load one with a click, save the current ones, run over all of them. */
export function SavedInputs() {
  const open = useDraft((state) => state.draft.openPrompt);
  const inputs = useInputs((state) => state.inputs);
  const load = useInputs((state) => state.load);
  const passing = usePass(({ pass }) => pass !== null && !hasEnded(pass.job));
  const ended = useUnfinishedJobs((state) => state.ended);
  const readsFile = useDataset(isDatasetOpen);
  const [naming, setNaming] = useState(false);
  const [over, setOver] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const roving = useRovingFocus<HTMLUListElement>();
  const key = open ? valuesKey(open) : "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version of a prompt has the same inputs
  useEffect(() => void load(open ? identityOf(open) : null), [key, load]);
  if (!open) return null;
  return (
    <section
      className={classNames(styles["inputs"], over && styles["over"])}
      aria-labelledby="saved-inputs"
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
        if (dropped) void takeFile(dropped);
      }}
    >
      <PanelHeader title="Saved inputs" id="saved-inputs">
        <IconButton
          size="small"
          label="Save the current values"
          icon={<Plus aria-hidden="true" />}
          onClick={() => setNaming(true)}
        />
        <Menu
          label="Saved inputs"
          align="end"
          onOpen={() => void useUnfinishedJobs.getState().loadEnded()}
          trigger={<IconButton size="small" label="More for saved inputs" icon={<Ellipsis aria-hidden="true" />} />}
          entries={[
            {
              id: "run",
              label: "Run over all saved inputs",
              disabled: inputs.length === 0 || passing,
              onSelect: () => useCommands.getState().run("inputs.run"),
            },
            { id: "line", separator: true },
            { id: "import", label: "Import rows or inputs…", onSelect: () => file.current?.click() },
            { id: "export", label: "Export JSON", disabled: inputs.length === 0, onSelect: () => void exportInputs() },
            ...earlierEntries(ended),
          ]}
        />
      </PanelHeader>
      <input
        ref={file}
        type="file"
        accept=".json,.jsonl,.ndjson,.csv,.tsv,.txt,application/json,text/csv"
        hidden
        aria-label="File with saved inputs"
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          if (chosen) void takeFile(chosen);
          target.value = "";
        }}
      />
      {naming && (
        <NameField
          label="Name of the saved input"
          onName={(name) => {
            setNaming(false);
            void useInputs.getState().save({ name, ...currentValues() });
          }}
          onCancel={() => setNaming(false)}
        />
      )}
      <InputNotice />
      <FileInputs />
      {readsFile && (
        <Late what="The file of rows">
          <DatasetDialog />
        </Late>
      )}
      {inputs.length === 0 && !naming ? (
        <p className={styles["none"]}>
          Save the values of this prompt to come back to them, or drop a CSV, JSON or JSONL file here.
        </p>
      ) : (
        <ul {...roving} className={styles["list"]} aria-label="Saved inputs of this prompt">
          {inputs.map((input) => (
            <InputRow key={input.id} input={input} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** Runs over inputs that have ended, also before a restart, by what they were and when. */
function earlierEntries(ended: readonly JobView[]): MenuEntry[] {
  const passes = ended.filter(({ title }) => title.includes(" over ")).slice(0, mostEarlier);
  if (passes.length === 0) return [];
  return [
    { id: "earlier", heading: "Earlier runs over inputs" },
    ...passes.map(({ id, title, createdAt, counts, cells }) => ({
      id,
      label: title,
      note: `${counts.answered} of ${cells}`,
      detail: new Date(createdAt).toLocaleString(),
      onSelect: () => void useUnfinishedJobs.getState().openEnded(id),
    })),
  ];
}

const mostEarlier = 8;

/** Inputs that were exported come back as they were; of any other file its columns are asked about. */
async function takeFile(file: File): Promise<void> {
  const owner = useInputs.getState().owner;
  const bytes = new Uint8Array(await file.arrayBuffer());
  // Another prompt may have been opened while the file was read.
  if (useInputs.getState().owner !== owner) return;
  const text = holdsInputs(bytes);
  if (text !== undefined) await useInputs.getState().importJson(text);
  else await useDataset.getState().read(file.name, file, wantedValues());
}

/** The text of a file that has saved inputs: values under names. */
function holdsInputs(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(bytes);
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const read: unknown = JSON.parse(text);
    const [first] = Array.isArray(read) ? (read as unknown[]) : [read];
    const isInput = typeof first === "object" && first !== null && ("variables" in first || "format" in first);
    return isInput ? text : undefined;
  } catch {
    return undefined;
  }
}

function wantedValues() {
  const open = useEdits.getState().open?.editing.now;
  const prompt = open ? closeDocument(open).prompt : usePrompt.getState().resolved?.prompt.prompt;
  const { templateFormat } = usePrompt.getState().resolved?.prompt ?? {};
  const mode = templateFormat ?? useSettings.getState().settings?.preferences.compileMode ?? "python";
  return prompt === undefined ? { variables: [], placeholders: [] } : listVariables(prompt, mode);
}

async function exportInputs(): Promise<void> {
  const file = await useInputs.getState().exportJson();
  if (file) saveFile({ fileName: file.name, mediaType: "application/json", text: file.json });
}
