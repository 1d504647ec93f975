import type { DraftEvaluator } from "@shared/domain/experiment/setup/setup-draft.ts";
import { unfinishedEvaluator } from "@shared/domain/experiment/setup/unfinished-evaluator.ts";
import { Ellipsis } from "lucide-react";
import { moveEvaluator, removeEvaluator, scoreName } from "../../../../stores/experiments/setup/evaluator-edits.ts";
import { useKeptEvaluators } from "../../../../stores/experiments/setup/kept-evaluators.ts";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { Chip } from "../../../../ui/Chip.tsx";
import { IconButton } from "../../../../ui/IconButton.tsx";
import { Menu } from "../../../../ui/Menu.tsx";
import { EvaluatorForm } from "./EvaluatorForm.tsx";
import styles from "./Evaluators.module.css";
import { EvaluatorIcon } from "./evaluator-icons.tsx";
import { evaluatorKinds } from "./evaluator-kinds.ts";
import { type Piece, wordsOf } from "./evaluator-words.ts";

interface EvaluatorCardProps {
  one: DraftEvaluator;
  open: boolean;
  onOpen(open: boolean): void;
}

/** An evaluator by its name and what it does, and below it its fields while it is open. */
export function EvaluatorCard({ one, open, onOpen }: EvaluatorCardProps) {
  const change = useSetup((state) => state.change);
  const { evaluator } = one;
  const type = String(evaluator["type"]);
  const name = scoreName(one);
  const { keep, forget, load } = useKeptEvaluators.getState();
  const isKept = useKeptEvaluators(({ kept }) => kept?.some((other) => scoreName(other) === name) === true);
  const lacking = unfinishedEvaluator(evaluator);
  return (
    <li className={styles["item"]}>
      <div className={styles["row"]}>
        <button type="button" className={styles["open"]} aria-expanded={open} onClick={() => onOpen(!open)}>
          <span className={styles["icon"]}>
            <EvaluatorIcon type={type} />
          </span>
          <span className={styles["about"]}>
            <span className={styles["nameLine"]}>
              <span className={styles["name"]}>{name}</span>
              <Chip>{evaluatorKinds[type]?.word ?? type}</Chip>
              {evaluator["gate"] === false && <Chip>does not gate</Chip>}
              {type.startsWith("judge") && (
                <Chip tone="warn" title="Nobody has held its scores against people's judgement yet">
                  not calibrated
                </Chip>
              )}
            </span>
            <span className={styles["words"]}>{wordsOf(evaluator).map(drawPiece)}</span>
            {lacking !== undefined && <span className={styles["unfinished"]}>not finished · {lacking}</span>}
          </span>
        </button>
        <Menu
          align="end"
          label={name}
          onOpen={() => void load()}
          trigger={<IconButton size="small" label={`More for ${name}`} icon={<Ellipsis aria-hidden="true" />} />}
          entries={[
            { id: "change", label: open ? "Close" : "Change", onSelect: () => onOpen(!open) },
            { id: "up", label: "Move up", onSelect: () => change((draft) => moveEvaluator(draft, one.id, -1)) },
            { id: "down", label: "Move down", onSelect: () => change((draft) => moveEvaluator(draft, one.id, 1)) },
            {
              id: "keep",
              label: isKept ? "Keep it as it is now" : "Keep it",
              detail: "For other experiments on this machine",
              onSelect: () => void keep(one),
            },
            ...(isKept ? [{ id: "forget", label: "Forget the kept one", onSelect: () => void forget(name) }] : []),
            { id: "line", separator: true },
            { id: "remove", label: "Remove", onSelect: () => change((draft) => removeEvaluator(draft, one.id)) },
          ]}
        />
      </div>
      {open && <EvaluatorForm one={one} />}
    </li>
  );
}

function drawPiece(piece: Piece, index: number) {
  if (typeof piece === "string") return piece;
  if ("value" in piece)
    return (
      <span key={index} className={styles["variable"]}>
        {piece.value}
      </span>
    );
  return <code key={index}>{piece.code}</code>;
}
