import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { useMemo } from "react";
import { useShallow } from "zustand/react/shallow";
import { useDraft } from "../../../stores/draft/draft.ts";
import { valuesKey } from "../../../stores/draft/values-key.ts";
import { letterAt } from "../../../stores/draft/variant-list.ts";
import { useWrites } from "../../../stores/prompts/writes.ts";
import { useRuns } from "../../../stores/run/runs.ts";
import { runOfPrompt } from "../runs/use-variant-run.ts";
import { type InspectedRun, writesKey } from "./inspected-run.ts";

/**
 * The last run of every variant, as far as it belongs to the open prompt, and what was written to its library. New only
 * when one of these is.
 */
export function useInspectedRuns(): InspectedRun[] {
  const variants = useDraft((state) => state.draft.variants);
  const open = useDraft((state) => state.draft.openPrompt);
  const records = useRuns(useShallow(({ runs }) => variants.map(({ id }) => runOfPrompt(runs[id], open)?.record)));
  const writes = useWrites(({ byPrompt }) => (open ? byPrompt[valuesKey(open)] : undefined));
  return useMemo(() => {
    const runs = variants.flatMap(({ id }, index) => {
      const record = records[index];
      return record ? [{ key: id, letter: variants.length > 1 ? letterAt(index) : null, record }] : [];
    });
    return writes ? [...runs, writesAsRun(writes)] : runs;
  }, [variants, records, writes]);
}

/** True while nothing can be shown of a run that has begun: its record is on the way. */
export function useIsReading(): boolean {
  const variants = useDraft((state) => state.draft.variants);
  const open = useDraft((state) => state.draft.openPrompt);
  return useRuns(({ runs }) =>
    variants.some(({ id }) => {
      const run = runOfPrompt(runs[id], open);
      return run !== undefined && run.record === undefined && run.error === undefined && run.queued === undefined;
    }),
  );
}

/** Requests of no run, in the one form the inspector shows: nothing was compiled, planned or answered by a model. */
function writesAsRun(exchanges: readonly Exchange[]): InspectedRun {
  return {
    key: writesKey,
    letter: null,
    record: {
      id: writesKey,
      sequence: 0,
      startedAt: exchanges[0]?.startedAt ?? 0,
      state: "finished",
      kind: "generate",
      request: {
        prompt: null,
        variables: {},
        placeholders: {},
        compileMode: "python",
        clientMessages: [],
        clientMessagesMode: "replace",
        model: "",
        modelOverride: null,
        parameters: {},
        overrides: {},
        stream: false,
      },
      exchanges: [...exchanges],
      output: emptyOutput(),
      warnings: [],
    },
  };
}
