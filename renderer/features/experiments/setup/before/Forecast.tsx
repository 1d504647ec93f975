import type { CallsForecast, ExperimentForecast } from "@shared/domain/experiment/forecast.ts";
import { type SetupDraft, variantLetter, variantName } from "@shared/domain/experiment/setup/setup-draft.ts";
import {
  promptTitle,
  type SetupPromptsState,
  useSetupPrompts,
} from "../../../../stores/experiments/setup/setup-prompts.ts";
import { formatCost, formatCount } from "../../../../ui/figures.ts";
import { costSpan } from "../../words/cost-span.ts";
import styles from "./Before.module.css";
import { basisText, likelyCost, paceText, powerText, timeText } from "./forecast-texts.ts";

interface ForecastProps {
  forecast: ExperimentForecast;
  draft: SetupDraft;
}

/** What it comes to: cost with its range, calls, time, and what the rows can show. */
export function Forecast({ forecast, draft }: ForecastProps) {
  const { costUsd, parts, timeMs, stopsAt } = forecast;
  const power = powerText(forecast);
  const problems = [
    ...new Set(parts.flatMap(({ name, problem }) => (problem === undefined ? [] : [`${name}: ${problem}`]))),
  ];
  return (
    <div className={styles["forecast"]}>
      <div>
        <p className={styles["cost"]}>
          <b>{costUsd === null ? "—" : likelyCost(costUsd)}</b>
          {costUsd !== null && costUsd.lo !== costUsd.hi && <span>likely {costSpan(costUsd)}</span>}
          {costUsd === null && <span>no price is known</span>}
        </p>
        <p className={styles["quiet"]}>{basisText(forecast)}</p>
      </div>
      {parts.length > 0 && <Calls forecast={forecast} draft={draft} />}
      {stopsAt?.cost !== undefined && (
        <p className={styles["over"]}>It may cost more than {formatCost(stopsAt.cost)}: it pauses there.</p>
      )}
      {problems.map((problem) => (
        <p key={problem} className={styles["over"]}>
          {problem}
        </p>
      ))}
      {parts.length > 0 && <Fact title="Time" figure={timeText(timeMs)} text={paceText(forecast)} />}
      <Fact title="What it can show" figure={power.headline} text={power.text} />
    </div>
  );
}

/** How many calls of which variant and judge, and what they cost. */
function Calls({ forecast: { parts, calls, costUsd }, draft }: ForecastProps) {
  const views = useSetupPrompts((state) => state.views);
  return (
    <table className={styles["calls"]}>
      <thead>
        <tr>
          <th scope="col">Calls</th>
          <th scope="col">number</th>
          <th scope="col">cost</th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <tr key={`${part.kind} ${part.name}`}>
            <td title={part.model}>{partTitle(part, draft, views)}</td>
            <td>{formatCount(part.calls)}</td>
            <td>{part.costUsd === null ? "—" : likelyCost(part.costUsd)}</td>
          </tr>
        ))}
        <tr className={styles["sum"]}>
          <td>Sum</td>
          <td>{formatCount(calls)}</td>
          <td>{costUsd === null ? "—" : costUsd.hi === 0 ? formatCost(0) : likelyCost(costUsd)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function partTitle({ kind, name, model }: CallsForecast, draft: SetupDraft, views: SetupPromptsState["views"]): string {
  const index = draft.variants.findIndex(({ id }) => variantName(draft, id) === name);
  const variant = draft.variants[index];
  const short = model.slice(model.lastIndexOf("/") + 1);
  const { version } = variant ? promptTitle(variant.prompt, views) : { version: "" };
  if (kind === "judge") return `Judge ${name}, ${short}`;
  const letter = variantLetter(Math.max(0, index));
  return name === letter ? `${letter} ${short} ${version}` : `${letter} ${name}, ${short} ${version}`;
}

function Fact({ title, figure, text }: { title: string; figure: string; text: string }) {
  return (
    <div className={styles["fact"]}>
      <p className={styles["factHead"]}>
        <span>{title}</span>
        <b>{figure}</b>
      </p>
      <p className={styles["quiet"]}>{text}</p>
    </div>
  );
}
