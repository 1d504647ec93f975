import type { JsonObject } from "@shared/domain/json/json.ts";
import { Plus } from "lucide-react";
import { addEvaluator, scoreName } from "../../../../stores/experiments/setup/evaluator-edits.ts";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Menu } from "../../../../ui/Menu.tsx";
import styles from "./Evaluators.module.css";
import { EvaluatorIcon } from "./evaluator-icons.tsx";
import { type EvaluatorKindInfo, evaluatorKinds, freeName } from "./evaluator-kinds.ts";

const offered = Object.values(evaluatorKinds);

/** A button for each kind that is used often, the others in a menu. */
export function AddEvaluators({ onAdded }: { onAdded(id: string): void }) {
  const add = ({ initial, word }: EvaluatorKindInfo) => {
    const { draft } = useSetup.getState();
    const name = freeName(word, draft.evaluators.map(scoreName));
    const { type, ...rest } = initial;
    const evaluator: JsonObject = { type, name, ...rest };
    const added = addEvaluator(draft, evaluator);
    useSetup.getState().change(() => added.draft);
    onAdded(added.id);
  };
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
      </div>
    </div>
  );
}
