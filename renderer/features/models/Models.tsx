import type { RetirementDesk } from "@shared/domain/model/retirement.ts";
import { CalendarClock, RefreshCw } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { errorProps } from "../../stores/error-props.ts";
import { createQuery } from "../../stores/query.ts";
import { Button } from "../../ui/Button.tsx";
import { Chip } from "../../ui/Chip.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import { ViewHeader } from "../../ui/ViewHeader.tsx";
import styles from "./Models.module.css";
import { RetiringCard } from "./RetiringCard.tsx";

const useDesk = createQuery("models.retiring");

/** Models that end soon or are gone, and everything here that names them. */
export function Models() {
  const { answer, error, ask } = useDesk();
  const [reading, setReading] = useState(true);
  const read = useCallback(() => {
    const stop = new AbortController();
    setReading(true);
    void ask({}, stop.signal).then(() => !stop.signal.aborted && setReading(false));
    return () => stop.abort();
  }, [ask]);
  useEffect(read, [read]);
  return (
    <section className={styles["view"]} aria-labelledby="models-title">
      <ViewHeader title="Models that end" id="models-title" beside={answer && <Counts desk={answer} />}>
        <Button icon={<RefreshCw aria-hidden="true" size={14} />} disabled={reading} onClick={() => void read()}>
          Look again
        </Button>
      </ViewHeader>
      <div className={styles["body"]}>
        {error && <ErrorCard {...errorProps(error)} />}
        {reading && !answer && <Spinner label="Looking through prompts, configs and runs" />}
        {answer && <Desk desk={answer} />}
      </div>
    </section>
  );
}

function Counts({ desk: { models } }: { desk: RetirementDesk }) {
  const gone = models.filter(({ days }) => days < 0).length;
  const ending = models.length - gone;
  return (
    <>
      {gone > 0 && <Chip tone="bad">{gone} gone</Chip>}
      {ending > 0 && <Chip tone="warn">{ending} ending</Chip>}
    </>
  );
}

function Desk({ desk }: { desk: RetirementDesk }) {
  const { models, within, unread, unknown, asOf } = desk;
  return (
    <>
      {models.length === 0 ? (
        <EmptyState
          icon={<CalendarClock aria-hidden="true" />}
          text={`Nothing here names a model that is known to end within ${within} days.`}
        />
      ) : (
        models.map((model) => <RetiringCard key={`${model.provider}/${model.model}`} model={model} />)
      )}
      <footer className={styles["footer"]}>
        <p>
          {lookedText(desk)} As of {asOf}; dates are those of the list of models, not asked of the providers.
        </p>
        {unknown.length > 0 && (
          <details>
            <summary>
              {unknown.length === 1 ? "1 name has" : `${unknown.length} names have`} no row in the list: whether they
              end is not known
            </summary>
            <p className={styles["names"]}>{unknown.join(", ")}</p>
          </details>
        )}
        {unread.map((text) => (
          <p key={text} className={styles["unread"]}>
            Not read: {text}
          </p>
        ))}
      </footer>
    </>
  );
}

const words = {
  prompt: ["prompt", "prompts"],
  edit: ["edit", "edits"],
  draft: ["variant", "variants"],
  experiment: ["experiment", "experiments"],
  "set-up": ["set-up", "set-ups"],
  deployment: ["deployment", "deployments"],
  runs: ["model of runs", "models of runs"],
} as const;

function lookedText({ looked }: RetirementDesk): string {
  const parts = Object.entries(words).map(([kind, [one, many]]) => {
    const count = looked[kind as keyof typeof words];
    return `${count} ${count === 1 ? one : many}`;
  });
  return `Looked through ${parts.slice(0, -1).join(", ")} and ${parts.at(-1)} of 30 days.`;
}
