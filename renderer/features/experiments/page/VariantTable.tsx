import type { ExperimentReport, VariantReport } from "@shared/domain/experiment/experiment-report.ts";
import type { GridColumns } from "@shared/domain/experiment/grid.ts";
import { spendFigure, unpricedWords } from "@shared/domain/experiment/spend.ts";
import { letterAt } from "../../../stores/draft/variant-list.ts";
import { Chip } from "../../../ui/Chip.tsx";
import { classNames } from "../../../ui/class-names.ts";
import { formatCost, formatCount } from "../../../ui/figures.ts";
import { aboutOf, hasOwnName, promptWords, titleOf } from "../words/variant-names.ts";
import { isHollow, reachedWords } from "./drawn-rate.ts";
import { type Axis, axisOf, placeOn } from "./score-axis.ts";
import styles from "./VariantTable.module.css";

/** Each variant with its pass rate on one axis, its times and its cost. */
export function VariantTable({ report, columns }: { report: ExperimentReport; columns: GridColumns }) {
  const axis = axisOf(report.variants.map(({ pass }) => pass));
  const base = report.variants.find(({ name }) => name === (report.base ?? columns.base))?.pass.mean ?? null;
  // Where nothing judges, that an answer is there is no pass: it is counted, and no rate is drawn.
  const isJudged = columns.scores.length > 0;
  const gating = columns.scores.filter(({ gates }) => gates).length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className={styles["box"]} aria-label="Variants" tabIndex={0}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col">Variant</th>
            <th scope="col">{gating === 0 ? "Answers" : gating === 1 ? "Passes" : `Passes all ${gating}`}</th>
            <th scope="col" className={styles["axis"]} aria-label="Interval">
              <span className={styles["scale"]}>
                {(isJudged ? axis.ticks : []).map((tick) => (
                  <span key={tick} className={styles["tick"]} style={{ left: `${placeOn(axis, tick)}%` }}>
                    {Math.round(tick * 100)} %
                  </span>
                ))}
              </span>
            </th>
            <th scope="col" className={styles["figure"]}>
              p50 / p95
            </th>
            <th scope="col" className={styles["figure"]}>
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {report.variants.map((variant, index) => (
            <VariantRow
              key={variant.name}
              variant={variant}
              about={columns.variants[index]}
              letter={letterAt(index)}
              isBase={variant.name === columns.base && report.variants.length > 1}
              axis={axis}
              base={base}
              report={report}
              columns={columns}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface VariantRowProps {
  variant: VariantReport;
  about: GridColumns["variants"][number] | undefined;
  letter: string;
  isBase: boolean;
  axis: Axis;
  base: number | null;
  report: ExperimentReport;
  columns: GridColumns;
}

function VariantRow({ variant, about, letter, isBase, axis, base, report, columns }: VariantRowProps) {
  const { pass, latencyMs } = variant;
  const isJudged = columns.scores.length > 0;
  const planned = pass.units + pass.open + pass.waiting;
  const title = about ? titleOf(about, columns) : variant.name;
  return (
    <tr>
      <th scope="row">
        <span className={styles["name"]}>
          <span className={styles["letter"]}>{letter}</span>
          <span
            className={styles["title"]}
            title={about ? `${variant.name}: ${about.model}, ${promptWords(about)}` : title}
          >
            {title}
          </span>
          {about && hasOwnName(about) && <Chip className={styles["about"]}>{aboutOf(about, columns)}</Chip>}
          {isBase && <Chip tone="accent">base</Chip>}
        </span>
      </th>
      <td>
        {isJudged && (
          <span className={styles["rate"]}>{pass.mean === null ? "—" : `${(pass.mean * 100).toFixed(1)} %`}</span>
        )}
        <span className={styles["quiet"]}>{reachedWords(pass, report)}</span>
      </td>
      <td className={styles["axis"]}>
        {isJudged && <Interval variant={variant} axis={axis} base={base} hollow={isHollow(variant, report, columns)} />}
      </td>
      <td className={styles["figure"]}>
        <span>{seconds(latencyMs.p50)}</span>
        <span>{seconds(latencyMs.p95)}</span>
      </td>
      <td className={styles["figure"]}>
        <span title={unpricedWords(variant) ?? undefined}>{spendFigure(variant, formatCost)}</span>
        <span>{pass.waiting === 0 ? "done" : `${Math.floor((1 - pass.waiting / Math.max(1, planned)) * 100)} %`}</span>
      </td>
    </tr>
  );
}

interface IntervalProps {
  variant: VariantReport;
  axis: Axis;
  base: number | null;
  hollow: boolean;
}

/** The interval as a bar, its middle as a dot; hollow and dashed where it may not be relied on yet. */
function Interval({ variant: { name, pass }, axis, base, hollow }: IntervalProps) {
  const { mean, lo, hi, note, units } = pass;
  const at = (share: number) => `${placeOn(axis, share)}%`;
  const known = lo !== null && hi !== null;
  const words = known
    ? `${name}: between ${percent(lo)} and ${percent(hi)} with 95 % confidence, over ${formatCount(units)}`
    : `${name}: ${note ?? "no interval"}`;
  return (
    <div className={styles["line"]} role="img" aria-label={words} title={words}>
      {axis.ticks.map((tick) => (
        <span key={tick} className={styles["grid"]} style={{ left: at(tick) }} />
      ))}
      {base !== null && <span className={styles["base"]} style={{ left: at(base) }} />}
      {known && (
        <>
          <span className={styles["end"]} style={{ right: `${100 - placeOn(axis, lo)}%` }}>
            {(lo * 100).toFixed(1)}
          </span>
          <span
            className={classNames(styles["bar"], hollow && styles["hollow"])}
            style={{ left: at(lo), width: `${Math.max(0.5, placeOn(axis, hi) - placeOn(axis, lo))}%` }}
          />
          <span className={styles["end"]} style={{ left: at(hi) }}>
            {(hi * 100).toFixed(1)}
          </span>
        </>
      )}
      {mean !== null && (
        <span className={classNames(styles["dot"], hollow && styles["hollow"])} style={{ left: at(mean) }} />
      )}
      {!known && note !== null && <span className={styles["note"]}>{note}</span>}
    </div>
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function seconds(ms: number | null): string {
  return ms === null ? "—" : `${(ms / 1000).toFixed(2)} s`;
}
