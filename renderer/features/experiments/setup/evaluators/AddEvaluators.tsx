import { Plus } from "lucide-react";
import { useRef } from "react";
import { scoreName } from "../../../../stores/experiments/setup/evaluator-edits.ts";
import { addNamed, evaluatorsFile, useKeptEvaluators } from "../../../../stores/experiments/setup/kept-evaluators.ts";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { Button } from "../../../../ui/Button.tsx";
import { FileInput } from "../../../../ui/FileInput.tsx";
import { Menu, type MenuEntry } from "../../../../ui/Menu.tsx";
import { saveFile } from "../../../../ui/save-file.ts";
import styles from "./Evaluators.module.css";
import { EvaluatorIcon } from "./evaluator-icons.tsx";
import { type EvaluatorKindInfo, evaluatorKinds } from "./evaluator-kinds.ts";

const offered = Object.values(evaluatorKinds);

/** A button for each kind that is used often; the others, those that are kept and those of files in menus. */
export function AddEvaluators({ onAdded }: { onAdded(id: string): void }) {
  const add = ({ initial: { type, ...rest }, word }: EvaluatorKindInfo) =>
    onAdded(addNamed({ type, name: word, ...rest }));
  return (
    <div className={styles["add"]}>
      <span className={styles["addTitle"]}>Add</span>
      <div className={styles["buttons"]}>
        {offered
          .filter(({ often }) => often)
          .map((kind) => (
            <Button
              key={kind.initial.type}
              size="small"
              icon={<EvaluatorIcon type={kind.initial.type} />}
              onClick={() => add(kind)}
            >
              {kind.title}
            </Button>
          ))}
        <Menu
          label="More evaluators"
          trigger={
            <Button size="small" variant="ghost" icon={<Plus aria-hidden="true" />}>
              More
            </Button>
          }
          entries={offered
            .filter(({ often }) => !often)
            .map((kind) => ({
              id: kind.initial.type,
              label: kind.title,
              icon: <EvaluatorIcon type={kind.initial.type} />,
              onSelect: () => add(kind),
            }))}
        />
        <KeptEvaluators />
      </div>
    </div>
  );
}

/** Evaluators of other experiments: kept on this machine, or of a file that somebody shared. */
function KeptEvaluators() {
  const evaluators = useSetup((state) => state.draft.evaluators);
  const { kept, error, load, addFrom } = useKeptEvaluators();
  const input = useRef<HTMLInputElement>(null);
  const entries: MenuEntry[] = [
    { id: "heading", heading: "Kept on this machine" },
    ...(kept ?? []).map((one) => ({
      id: one.id,
      label: scoreName(one),
      icon: <EvaluatorIcon type={String(one.evaluator["type"])} />,
      onSelect: () => void addNamed(one.evaluator),
    })),
    ...(kept?.length === 0
      ? [{ id: "none", label: "None yet: keep one by its ⋯", disabled: true, onSelect() {} }]
      : []),
    { id: "line", separator: true },
    {
      id: "load",
      label: "Add those of a file…",
      detail: "A file of evaluators, or an experiment.yaml",
      onSelect: () => input.current?.click(),
    },
    {
      id: "save",
      label: "Save these as a file",
      detail: "To share them, or for an experiment.yaml",
      disabled: evaluators.length === 0,
      onSelect: () =>
        saveFile({
          fileName: "evaluators.json",
          mediaType: "application/json",
          text: evaluatorsFile(evaluators),
        }),
    },
  ];
  return (
    <>
      <Menu
        label="Kept evaluators and files"
        onOpen={() => void load()}
        trigger={
          <Button size="small" variant="ghost">
            Kept, files
          </Button>
        }
        entries={entries}
      />
      <FileInput
        ref={input}
        label="File with evaluators"
        accept=".json,.yaml,.yml"
        onFile={(file) => void file.text().then((text) => addFrom(file.name, text))}
      />
      {error && (
        <p className={styles["unfinished"]} role="alert">
          {error.message}
        </p>
      )}
    </>
  );
}
