import type { AppError } from "@shared/domain/error/error.ts";
import { refOf } from "@shared/domain/prompt/run-prompt.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { Search } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { asAppError } from "../../../stores/client.ts";
import { errorProps } from "../../../stores/error-props.ts";
import { useHistory } from "../../../stores/history/history.ts";
import { Button } from "../../../ui/Button.tsx";
import { ErrorCard } from "../../../ui/ErrorCard.tsx";
import { Select } from "../../../ui/Select.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { type CompareTarget, earlierTargets, presentTargets } from "./compare-targets.ts";
import styles from "./Inspector.module.css";
import { comparedExchange, type InspectedSet } from "./inspected-exchanges.ts";
import { RequestDifferences } from "./RequestDifferences.tsx";
import { useKeptRuns } from "./use-kept-runs.ts";

interface CompareTabProps {
  exchange: Exchange;
  set: InspectedSet;
  /** The run that the exchange was made for. */
  record: RunRecord;
  sets: readonly InspectedSet[];
}

/** The request against that of another variant, another attempt or any kept run; first those of the same prompt. */
export function CompareTab({ exchange, set, record, sets }: CompareTabProps) {
  const { request, resolved, id: ownId } = record;
  const asked = resolved?.ref ?? refOf(request.prompt);
  const present = useMemo(() => presentTargets(exchange, set, sets), [exchange, set, sets]);
  const [search, setSearch] = useState("");
  const { runs: kept, error, more } = useKeptRuns(asked, search);
  const [chosen, setChosen] = useState<string | null>(null);
  const earlier = earlierTargets(kept, ownId, asked?.name ?? null);
  const targets = search === "" ? [...present, ...earlier] : earlier;
  const target = targets.find(({ id }) => id === chosen) ?? targets[0];
  return (
    <div className={styles["tab"]}>
      <div className={styles["controls"]}>
        {target && (
          <Select
            className={styles["target"]}
            aria-label="Compare with"
            value={target.id}
            options={targets.map(({ id, label }) => ({ value: id, label }))}
            onChange={setChosen}
          />
        )}
        <TextField
          className={styles["find"]}
          type="search"
          aria-label="Search the kept runs"
          placeholder="Search all runs"
          value={search}
          icon={<Search aria-hidden="true" size={13} />}
          onChange={setSearch}
        />
        {more && (
          <Button size="small" onClick={more}>
            Older runs
          </Button>
        )}
      </div>
      {error && <ErrorCard {...errorProps(error)} />}
      {target ? (
        <Differences key={target.id} target={target} after={exchange} />
      ) : (
        <p className={styles["about"]}>
          {search === "" ? "No other run of this prompt is kept." : "No other kept run has these words."}
        </p>
      )}
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
