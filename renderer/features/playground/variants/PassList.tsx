import { Check, Circle, CircleDashed, Loader, Square, X } from "lucide-react";
import { memo, useState } from "react";
import { type Pass, type PassRowState, rowStateOf, usePass } from "../../../stores/run/pass.ts";
import { classNames } from "../../../ui/class-names.ts";
import { useRovingFocus } from "../../../ui/use-roving-focus.ts";
import styles from "./InputsProgress.module.css";

type Filter = "all" | "failed" | "differs" | "waiting";

const signs = {
  answered: { icon: <Check aria-hidden="true" size={13} />, word: "answered" },
  failed: { icon: <X aria-hidden="true" size={13} />, word: "failed" },
  stopped: { icon: <Square aria-hidden="true" size={11} />, word: "stopped" },
  uncertain: { icon: <CircleDashed aria-hidden="true" size={13} />, word: "may have left" },
  running: { icon: <Loader aria-hidden="true" size={13} />, word: "running" },
  waiting: { icon: <Circle aria-hidden="true" size={13} />, word: "waiting" },
} satisfies Record<PassRowState, { icon: React.ReactNode; word: string }>;

/** Every input of a pass with how it stands, and those that failed or whose answers differ. */
export function PassList({ pass }: { pass: Pass }) {
  const show = usePass((state) => state.show);
  const findDiffering = usePass((state) => state.findDiffering);
  const [filter, setFilter] = useState<Filter>("all");
  const roving = useRovingFocus<HTMLUListElement>();
  const { inputs, job, shown, differing, runsPerInput } = pass;
  const states = new Map(inputs.map(({ id }) => [id, rowStateOf(pass, id)]));
  const matches = (id: string, by: Filter): boolean => {
    const state = states.get(id);
    if (by === "failed") return state === "failed" || state === "uncertain" || state === "stopped";
    if (by === "waiting") return state === "waiting" || state === "running";
    return by === "all" || differing?.[id] === true;
  };
  const count = (by: Filter) => inputs.filter(({ id }) => matches(id, by)).length;
  const hasStopped = [...states.values()].includes("stopped");
  const filters: { id: Filter; label: string }[] = [
    { id: "all", label: `All ${count("all")}` },
    { id: "failed", label: `${hasStopped ? "Failed or stopped" : "Failed"} ${count("failed")}` },
    ...(runsPerInput > 1
      ? [{ id: "differs" as const, label: differing ? `Differs ${count("differs")}` : "Differs" }]
      : []),
    { id: "waiting", label: `Waiting ${count("waiting")}` },
  ];
  const listed = inputs.filter(({ id }) => matches(id, filter));
  return (
    <div className={styles["listed"]}>
      <fieldset className={styles["filters"]} aria-label="Inputs shown">
        {filters.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            className={styles["filter"]}
            aria-pressed={filter === id}
            onClick={() => {
              setFilter(id);
              if (id === "differs") void findDiffering();
            }}
          >
            {label}
          </button>
        ))}
      </fieldset>
      <ul {...roving} className={styles["inputs"]} aria-label="Inputs of this run">
        {listed.map(({ id, name }) => (
          <PassRow
            key={id}
            id={id}
            name={name}
            state={states.get(id) ?? "waiting"}
            isShown={shown === id}
            isDiffering={differing?.[id] === true}
            isBlocked={job.state === "running"}
            onShow={show}
          />
        ))}
        {listed.length === 0 && <li className={styles["nothing"]}>{emptyText(filter, differing !== undefined)}</li>}
      </ul>
    </div>
  );
}

function emptyText(filter: Filter, isCompared: boolean): string {
  if (filter === "failed") return "No input failed or was stopped.";
  if (filter === "waiting") return "None waits.";
  return isCompared ? "All answers of an input are the same." : "Comparing the answers…";
}

interface PassRowProps {
  id: string;
  name: string;
  state: PassRowState;
  isShown: boolean;
  isDiffering: boolean;
  isBlocked: boolean;
  onShow(id: string): Promise<void>;
}

const PassRow = memo(function PassRow({ id, name, state, isShown, isDiffering, isBlocked, onShow }: PassRowProps) {
  const isDone = state !== "waiting" && state !== "running";
  const { icon, word } = signs[state];
  return (
    <li>
      <button
        type="button"
        data-item
        className={classNames(styles["input"], styles[state])}
        aria-current={isShown}
        disabled={!isDone || isBlocked}
        title={isDone && isBlocked ? "Pause to look at its answers" : undefined}
        onClick={() => void onShow(id)}
      >
        <span className={styles["sign"]}>{icon}</span>
        <span className={styles["name"]}>{name}</span>
        <span className={styles["word"]}>
          {word}
          {isDiffering && " · differs"}
        </span>
      </button>
    </li>
  );
});
