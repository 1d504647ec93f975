import { useEffect } from "react";
import { createQuery } from "../../../stores/query.ts";

const useSetup = createQuery("experiments.setupOf");

/** US dollars at which the experiment pauses; undefined where it has no such limit, or until it is known. */
export function useCostLimit(jobId: string | null): number | undefined {
  const answer = useSetup((state) => state.answer);
  useEffect(() => {
    if (jobId === null) return;
    const stop = new AbortController();
    useSetup.setState({ answer: null });
    void useSetup.getState().ask({ jobId }, stop.signal);
    return () => stop.abort();
  }, [jobId]);
  return answer && "setup" in answer ? answer.setup.limits?.cost : undefined;
}
