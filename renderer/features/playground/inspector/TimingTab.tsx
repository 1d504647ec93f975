import { classNames } from "../../../ui/class-names.ts";
import { formatDuration } from "../../../ui/figures.ts";
import type { InspectedExchange } from "./inspected-exchanges.ts";
import styles from "./Timing.module.css";
import { type TimingRow, timingRows, timingSpan } from "./timing-rows.ts";

/** The waterfall of one exchange: every step with when it began, how long it took and where that lies. */
export function TimingTab({ chosen: { exchange, set } }: { chosen: InspectedExchange }) {
  const rows = timingRows(exchange, set);
  const span = timingSpan(rows);
  return (
    <table className={styles["table"]} aria-label="Timing">
      <thead>
        <tr>
          <th scope="col">step</th>
          <th scope="col">took</th>
          <th scope="col">at</th>
          <th scope="col">{formatDuration(span.to)}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.name} row={row} span={span} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, span }: { row: TimingRow; span: { from: number; to: number } }) {
  const { from, to } = row;
  if (from === undefined || to === undefined) {
    return (
      <tr>
        <th scope="row">{row.name}</th>
        <td className={styles["note"]} colSpan={3}>
          {row.note}
        </td>
      </tr>
    );
  }
  const share = (ms: number) => ((ms - span.from) / (span.to - span.from)) * 100;
  return (
    <tr title={row.note}>
      <th scope="row">{row.name}</th>
      <td>{precise(to - from)}</td>
      <td>{precise(to)}</td>
      <td>
        <span className={styles["lane"]} aria-hidden="true">
          <span
            className={classNames(styles["bar"], styles[row.phase])}
            style={{ left: `${share(from)}%`, width: `${Math.max(0.6, share(to) - share(from))}%` }}
          />
        </span>
      </td>
    </tr>
  );
}

/** Steps of a local connection take less than a millisecond, and that is not nothing. */
function precise(ms: number): string {
  return ms > 0 && ms < 9.95 ? `${ms.toFixed(1)} ms` : formatDuration(ms);
}
