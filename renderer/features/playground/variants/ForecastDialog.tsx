import { costsByProvider, forecastOf, type VariantForecast } from "@shared/domain/job/forecast.ts";
import { useId } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { type AskedRun, useForecast } from "../../../stores/run/forecast.ts";
import { goPast, limitLines } from "../../../stores/run/spend.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { formatCost, formatCount, formatSeconds, plural } from "../../../ui/figures.ts";
import { SegmentedControl } from "../../../ui/SegmentedControl.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { callsAtOnce, callsAtOnceOf, chooseCallsAtOnce } from "../runs/calls-at-once.ts";
import styles from "./ForecastDialog.module.css";
import { SpendLines } from "./SpendLines.tsx";

/** What a key begins with where nobody has said how many it takes. */
const atFirst = 4;

/** What a run over many calls comes to, before anything is sent; it starts on a yes. */
export function ForecastDialog() {
  const asked = useForecast((state) => state.asked);
  const close = useForecast((state) => state.close);
  return (
    <Dialog open={asked !== null} onClose={close} title="Before it starts">
      {asked && <Asked asked={asked} onDone={close} />}
    </Dialog>
  );
}

function Asked({ asked: { spec, parts, titles, costs, start }, onDone }: { asked: AskedRun; onDone(): void }) {
  const atOnce = useDraft((state) => callsAtOnceOf(state.draft.layout));
  const hint = useId();
  const rows = Math.max(1, spec.rows.length);
  const calls = rows * spec.variants.length * spec.repetitions;
  const known = parts ? highest(costs, costsByProvider(parts)) : costs;
  const go = () => {
    goPast(limitLines(known));
    onDone();
    void start(atOnce === undefined ? spec : { ...spec, concurrency: atOnce });
  };
  return (
    <div className={styles["forecast"]}>
      <p className={styles["calls"]}>
        <b>{plural(calls, "call")}</b>
        <span>
          {plural(rows, "input")} × {plural(titles.length, "variant")}
          {spec.repetitions > 1 && ` × ${spec.repetitions} times`}
        </span>
      </p>
      {parts ? (
        <Figures parts={parts} atOnce={atOnce ?? atFirst} />
      ) : (
        <Spinner label="Working out tokens, cost and time" />
      )}
      <SpendLines asked={known} />
      {calls > 1 && (
        <div className={styles["choice"]}>
          <span>Calls at once</span>
          <SegmentedControl
            label="Calls at once"
            value={String(atOnce ?? 0)}
            segments={[
              { value: "0", label: "Auto" },
              ...callsAtOnce.map((choice) => ({ value: String(choice), label: String(choice) })),
            ]}
            onChange={(value) => chooseCallsAtOnce(Number(value) || undefined)}
            describedBy={hint}
          />
        </div>
      )}
      {calls > 1 && (
        <p id={hint} className={styles["note"]}>
          {atOnce === undefined
            ? "Auto: four with each key, more while no provider refuses; one after the other on a server without a key."
            : `${plural(atOnce, "call")} at once${spec.rows.length > 0 ? "" : " with each key"}; half as many after a refusal for too many.`}
        </p>
      )}
      <div className={styles["buttons"]}>
        <Button variant="ghost" onClick={onDone}>
          Cancel
        </Button>
        <Button variant="primary" autoFocus onClick={go}>
          Start {plural(calls, "call")}
        </Button>
      </div>
    </div>
  );
}

/** Of two estimates the higher: the first knows what was asked lately, the second what all inputs come to. */
function highest(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>) {
  const providers = Object.keys({ ...one, ...other });
  return Object.fromEntries(providers.map((id) => [id, Math.max(one[id] ?? 0, other[id] ?? 0)]));
}

function Figures({ parts, atOnce }: { parts: readonly VariantForecast[]; atOnce: number }) {
  const { inputTokens, outputTokens, costUsd, priced, variants, timeMs } = forecastOf(parts, atOnce);
  const tokens = inputTokens === null ? "not known" : `about ${formatCount(inputTokens)} in`;
  const out = outputTokens === null ? "" : `, ${formatCount(outputTokens)} out`;
  return (
    <>
      <table className={styles["models"]}>
        <thead>
          <tr>
            <th scope="col">Variant</th>
            <th scope="col">Model</th>
            <th scope="col">Calls</th>
            <th scope="col">Tokens a call</th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ title, model, calls, inputTokens: input, outputTokens: output }) => (
            <tr key={title}>
              <td>{title}</td>
              <td>{model ?? "cannot be prepared"}</td>
              <td>{formatCount(calls)}</td>
              <td>
                {input === null ? "—" : formatCount(input)} → {output === null ? "—" : formatCount(output)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className={styles["figures"]}>
        <dt>Tokens</dt>
        <dd>
          {tokens}
          {out}
        </dd>
        <dt>Cost</dt>
        <dd>{costText(costUsd, priced, variants)}</dd>
        <dt>Time</dt>
        <dd>
          {timeMs === null
            ? "not known: no earlier call of this model"
            : `about ${formatSeconds(Math.ceil(timeMs / 1000))}`}
        </dd>
      </dl>
      <p className={styles["note"]}>
        An estimate: tokens from a few inputs, answers and times from earlier runs of the same model.
      </p>
    </>
  );
}

function costText(costUsd: number, priced: number, variants: number): string {
  if (priced === 0) return "— (no price, or no earlier answer, is known)";
  const about = `about ${formatCost(costUsd)}`;
  return priced === variants ? about : `${about} for ${priced} of ${variants} variants, the others —`;
}
