import type { AppError } from "@shared/domain/error/error.ts";
import type { RetiringModel, RetiringUse } from "@shared/domain/model/retirement.ts";
import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import { promptKey } from "@shared/domain/prompt/prompt-key.ts";
import { Columns2, FlaskConical } from "lucide-react";
import { useState } from "react";
import { useApp } from "../../stores/app.ts";
import { asAppError } from "../../stores/client.ts";
import { errorProps } from "../../stores/error-props.ts";
import { useExperimentView } from "../../stores/experiments/experiment-view.ts";
import { useHistory } from "../../stores/history/history.ts";
import { experimentOf, openSideBySide } from "../../stores/models/compare-models.ts";
import { Button } from "../../ui/Button.tsx";
import { Chip } from "../../ui/Chip.tsx";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import styles from "./Models.module.css";

/** One model that ends: when, what replaces it, and each place that names it. */
export function RetiringCard({ model }: { model: RetiringModel }) {
  const [error, setError] = useState<AppError | null>(null);
  const act = (work: Promise<void>) => {
    setError(null);
    work.catch((thrown: unknown) => setError(asAppError(thrown)));
  };
  const titleId = `retiring-${model.provider}-${model.model}`;
  return (
    <article className={styles["card"]} aria-labelledby={titleId}>
      <header className={styles["top"]}>
        <h3 id={titleId} className={styles["model"]}>
          {model.model}
        </h3>
        <span className={styles["provider"]}>{model.providerLabel}</span>
        <Chip tone={model.days < 0 ? "bad" : "warn"}>{whenText(model)}</Chip>
        <span className={styles["space"]} />
        <span className={styles["next"]}>
          {model.replacedBy === undefined ? (
            "no replacement named"
          ) : (
            <>
              replaced by <code>{model.replacedBy}</code>
            </>
          )}
        </span>
      </header>
      {error && <ErrorCard {...errorProps(error)} />}
      <ul className={styles["uses"]}>
        {grouped(model.uses).map(({ key, prompt, uses }) => (
          <li key={key} className={styles["use"]}>
            <span className={styles["kind"]}>{kindWords[uses[0]?.kind ?? "prompt"]}</span>
            <UseText uses={uses} />
            <span className={styles["space"]} />
            {prompt && (
              <>
                <Button
                  size="small"
                  icon={<Columns2 aria-hidden="true" size={13} />}
                  aria-label={`Compare the models of ${prompt.name} side by side`}
                  onClick={() => act(openSideBySide(prompt, model))}
                >
                  Side by side
                </Button>
                <Button
                  size="small"
                  icon={<FlaskConical aria-hidden="true" size={13} />}
                  aria-label={`Make an experiment of the models of ${prompt.name}`}
                  onClick={() => act(experimentOf(prompt, model))}
                >
                  Experiment
                </Button>
              </>
            )}
            {!prompt && uses[0] && <Elsewhere use={uses[0]} />}
          </li>
        ))}
      </ul>
      <p className={styles["source"]} title={model.page}>
        {model.source}
        {model.page === undefined ? "" : ` · ${model.page}`}
      </p>
    </article>
  );
}

const kindWords: Record<RetiringUse["kind"], string> = {
  prompt: "Prompt",
  edit: "Edit",
  draft: "Playground",
  experiment: "Experiment",
  "set-up": "Set-up",
  deployment: "Gateway",
  runs: "Runs",
};

function whenText({ ends, days }: RetiringModel): string {
  if (days < 0) return `gone since ${ends}`;
  return days === 0 ? `ends today, ${ends}` : `ends ${ends} · ${days} ${days === 1 ? "day" : "days"}`;
}

interface UseGroup {
  key: string;
  prompt?: PromptRef;
  uses: RetiringUse[];
}

/** Places of one prompt stand in one line: its versions, its edit and the variants it is open in. */
function grouped(uses: readonly RetiringUse[]): UseGroup[] {
  const groups = new Map<string, UseGroup>();
  for (const [place, use] of uses.entries()) {
    const prompt = "prompt" in use ? use.prompt : undefined;
    const key = prompt ? promptKey(prompt) : `${use.kind}-${place}`;
    const group = groups.get(key) ?? { key, ...(prompt ? { prompt } : {}), uses: [] };
    groups.set(key, group);
    group.uses.push(use);
  }
  return [...groups.values()];
}

function UseText({ uses }: { uses: RetiringUse[] }) {
  const [first] = uses;
  if (!first) return null;
  const name = "prompt" in first ? first.prompt.name : first.label;
  const details = uses.flatMap((use) => detailOf(use) ?? []);
  return (
    <span className={styles["text"]}>
      <span className={styles["name"]}>{name}</span>
      {details.length > 0 && <span className={styles["detail"]}>{details.join(" · ")}</span>}
    </span>
  );
}

function detailOf(use: RetiringUse): string | undefined {
  switch (use.kind) {
    case "runs":
      return `${use.runs} ${use.runs === 1 ? "run" : "runs"} in 30 days`;
    case "edit":
      return "unsaved edit";
    case "draft":
      return `open in ${use.label}`;
    default:
      return use.detail;
  }
}

/** Where a place that is no prompt is looked at. */
function Elsewhere({ use }: { use: RetiringUse }) {
  const { show } = useApp.getState();
  switch (use.kind) {
    case "experiment":
      return (
        <Button
          size="small"
          variant="ghost"
          onClick={() => {
            useExperimentView.getState().open(use.jobId);
            show("experiments");
          }}
        >
          Open the experiment
        </Button>
      );
    case "set-up":
      return (
        <Button size="small" variant="ghost" onClick={() => show("experiments")}>
          Open the experiments
        </Button>
      );
    case "deployment":
      return (
        <Button size="small" variant="ghost" onClick={() => show("gateway")}>
          Open the config
        </Button>
      );
    case "runs":
      return (
        <Button
          size="small"
          variant="ghost"
          onClick={() => {
            useHistory.getState().setFilter({ model: use.model, provider: use.provider });
            show("history");
          }}
        >
          Show the runs
        </Button>
      );
    default:
      return null;
  }
}
