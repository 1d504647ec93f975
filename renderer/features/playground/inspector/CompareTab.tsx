import type { AppError } from "@shared/domain/error.ts";
import type { Exchange } from "@shared/domain/wire.ts";
import { useEffect, useMemo, useState } from "react";
import { asAppError } from "../../../stores/client.ts";
import { errorProps } from "../../../stores/error-props.ts";
import { useHistory } from "../../../stores/history.ts";
import { ErrorCard } from "../../../ui/ErrorCard.tsx";
import { Select } from "../../../ui/Select.tsx";
import { type CompareTarget, earlierTargets, presentTargets } from "./compare-targets.ts";
import styles from "./Inspector.module.css";
import { comparedExchange, type InspectedRun } from "./inspected-run.ts";
import { RequestDifferences } from "./RequestDifferences.tsx";

interface CompareTabProps {
  exchange: Exchange;
  run: InspectedRun;
  runs: readonly InspectedRun[];
}

/** The request against that of another variant, another attempt or an earlier run of the same prompt. */
export function CompareTab({ exchange, run, runs }: CompareTabProps) {
  const present = useMemo(() => presentTargets(exchange, run, runs), [exchange, run, runs]);
  const { earlier, error } = useEarlierRuns(run);
  const [chosen, setChosen] = useState<string | null>(null);
  const targets = [...present, ...earlier];
  const target = targets.find(({ id }) => id === chosen) ?? targets[0];
  if (error) return <ErrorCard {...errorProps(error)} />;
  if (!target) return <p className={styles["none"]}>Nothing to compare with: no other run of this prompt is kept.</p>;
  return (
    <div className={styles["tab"]}>
      <div className={styles["controls"]}>
        <Select
          aria-label="Compare with"
          value={target.id}
          options={targets.map(({ id, label }) => ({ value: id, label }))}
          onChange={setChosen}
        />
      </div>
      <Differences key={target.id} target={target} after={exchange} />
    </div>
  );
}

function Differences({ target, after }: { target: CompareTarget; after: Exchange }) {
  const [before, setBefore] = useState<Exchange | undefined>(target.exchange);
  const [problem, setProblem] = useState<AppError | "not sent" | null>(null);
  useEffect(() => {
    if (target.exchange) return;
    let gone = false;
    useHistory
      .getState()
      .fetchRun(target.id)
      .then(
        ({ record }) => {
          if (gone) return;
          const found = comparedExchange(record);
          setBefore(found);
          if (!found) setProblem("not sent");
        },
        (thrown: unknown) => !gone && setProblem(asAppError(thrown)),
      );
    return () => {
      gone = true;
    };
  }, [target]);

  if (problem === "not sent") return <p className={styles["about"]}>That run sent no request.</p>;
  if (problem) return <ErrorCard {...errorProps(problem)} />;
  return before ? <RequestDifferences before={before.request} after={after.request} /> : null;
}

/** Kept runs of the same prompt, without the one that is looked at. */
function useEarlierRuns({ record }: InspectedRun): { earlier: CompareTarget[]; error: AppError | null } {
  const [earlier, setEarlier] = useState<CompareTarget[]>([]);
  const [error, setError] = useState<AppError | null>(null);
  const prompt = record.request.prompt;
  const { source, name } = prompt ?? {};
  useEffect(() => {
    let gone = false;
    const filter = source && name ? { promptSource: source, promptName: name } : {};
    useHistory
      .getState()
      .newest(filter)
      .then(
        (runs) => !gone && setEarlier(earlierTargets(runs, record.id)),
        (thrown: unknown) => !gone && setError(asAppError(thrown)),
      );
    return () => {
      gone = true;
    };
  }, [source, name, record.id]);
  return { earlier, error };
}
