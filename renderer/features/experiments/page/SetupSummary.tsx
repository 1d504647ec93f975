import type { ExperimentSetup } from "@shared/domain/experiment/experiment-setup.ts";
import { formatCost, formatCount, plural } from "../../../ui/figures.ts";
import styles from "./ExperimentPage.module.css";

/** How it was set up, in a few lines: what a person looks for before they read the file. */
export function SetupSummary({ setup, rows }: { setup: ExperimentSetup; rows: number }) {
  const { variants, base, repetitions = 1, seed, evaluators = [], verdict, limits, gates = [] } = setup;
  const facts: [string, string][] = [
    ["Rows", formatCount(rows)],
    ["Variants", variants.map(({ name, model }) => (model === undefined ? name : `${name} (${model})`)).join(", ")],
    ["Base", base ?? variants[0]?.name ?? ""],
    ["Repetitions", String(repetitions)],
    [
      "Evaluators",
      evaluators.map(({ name, type }) => (name === undefined || name === type ? type : `${name} (${type})`)).join(", "),
    ],
    ["Verdict by", verdictWords(verdict)],
    ["Limits", limitWords(limits)],
    ["Gates", gates.join("; ")],
    ["Seed", seed === undefined ? "" : String(seed)],
  ];
  return (
    <dl className={styles["log"]}>
      {facts.map(([name, value]) => (
        <div key={name} className={styles["fact"]}>
          <dt>{name}</dt>
          <dd>{value === "" ? "none" : value}</dd>
        </div>
      ))}
    </dl>
  );
}

function verdictWords(verdict: ExperimentSetup["verdict"]): string {
  const { score, delta, alpha } = verdict ?? {};
  return [
    score === undefined || score === "pass" ? "the row passes" : score,
    delta !== undefined && `δ ${(delta * 100).toFixed(1).replace(/\.0$/, "")} points`,
    alpha !== undefined && `α ${alpha}`,
  ]
    .filter((part) => part !== false)
    .join(", ");
}

function limitWords(limits: ExperimentSetup["limits"]): string {
  const { cost, calls, concurrency } = limits ?? {};
  return [
    cost !== undefined && `stops at ${formatCost(cost)}`,
    calls !== undefined && plural(calls, "call"),
    concurrency !== undefined && `${concurrency} at a time`,
  ]
    .filter((part) => part !== false)
    .join(", ");
}
