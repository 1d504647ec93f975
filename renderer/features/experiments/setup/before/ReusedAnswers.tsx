import { useEffect } from "react";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { setReused } from "../../../../stores/experiments/setup/take-up-again.ts";
import { createQuery } from "../../../../stores/query.ts";
import { Select } from "../../../../ui/Select.tsx";
import styles from "./Before.module.css";

const useEarlier = createQuery("experiments.list");
const nothing = "";

/** Whose answers to the very same calls are taken over; nothing is offered where there is no earlier experiment. */
export function ReusedAnswers() {
  const joins = useSetup((state) => state.draft.joins);
  const { answer, ask } = useEarlier();
  useEffect(() => {
    const stop = new AbortController();
    void ask({}, stop.signal);
    return () => stop.abort();
  }, [ask]);
  const ended = (answer ?? []).filter(({ endedAt, counts }) => endedAt !== null && counts.done > 0);
  // What is added to an experiment takes its answers anyway.
  if (joins?.how === "add" || (ended.length === 0 && !joins)) return null;
  const isListed = ended.some(({ jobId }) => jobId === joins?.jobId);
  return (
    <div className={styles["limit"]}>
      <span>Same calls of before</span>
      <Select
        aria-label="Answers to the same calls"
        value={joins?.jobId ?? nothing}
        options={[
          { value: nothing, label: "sent again" },
          ...(joins && !isListed ? [{ value: joins.jobId, label: `of ${joins.title}` }] : []),
          ...ended.map(({ jobId, title, createdAt }) => ({
            value: jobId,
            label: `of ${title}, ${new Date(createdAt).toLocaleString("en-GB", { dateStyle: "short", timeStyle: "short" })}`,
          })),
        ]}
        onChange={(jobId) => {
          const found = ended.find((one) => one.jobId === jobId);
          setReused(found ? { jobId: found.jobId, title: found.title } : null);
        }}
      />
    </div>
  );
}
