import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import type { RunSummary } from "@shared/domain/run/history.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { comparedExchange, type InspectedSet } from "./inspected-exchanges.ts";

/** A request to compare with: one that is at hand, or a kept run whose request has to be fetched. */
export interface CompareTarget {
  /** The exchange's id, or the run's where it is not at hand. */
  id: string;
  label: string;
  exchange?: Exchange;
}

/** The requests of the other variants, then the other attempts of the same run. */
export function presentTargets(exchange: Exchange, set: InspectedSet, sets: readonly InspectedSet[]): CompareTarget[] {
  const attempts = set.exchanges.filter(({ id, kind }) => kind === "provider" && id !== exchange.id);
  return [
    ...sets.flatMap((other) => {
      const compared = other.key === set.key ? undefined : comparedExchange(other);
      const label = `Variant ${other.letter ?? ""} · ${other.record?.plan?.route.model ?? ""}`;
      return compared ? [{ id: compared.id, label, exchange: compared }] : [];
    }),
    ...attempts.map((attempt) => ({ id: attempt.id, label: `Attempt ${attempt.attempt}`, exchange: attempt })),
  ];
}

/** Kept runs, newest first, by their time, version and model; those of another prompt by its name too. */
export function earlierTargets(
  runs: readonly RunSummary[],
  exceptId: string,
  ownPrompt: string | null,
): CompareTarget[] {
  return runs
    .filter(({ id }) => id !== exceptId)
    .map(({ id, startedAt, promptName, promptVersion, model }) => {
      const prompt = promptName === ownPrompt ? [] : [promptName ?? "no prompt"];
      const version = promptVersion === null ? [] : [versionLabel(promptVersion)];
      return { id, label: [new Date(startedAt).toLocaleString("en-GB"), ...prompt, ...version, model].join(" · ") };
    });
}
