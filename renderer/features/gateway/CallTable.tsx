import type { GatewayCallRow } from "@shared/domain/gateway/gateway.ts";
import { useEffect, useRef } from "react";
import { useGateway } from "../../stores/gateway/gateway.ts";
import { classNames } from "../../ui/class-names.ts";
import styles from "./CallTable.module.css";
import { callText } from "./call-text.ts";

/** The live log: newest first, a row for each call. */
export function CallTable() {
  const calls = useGateway((state) => state.calls);
  const chosen = useGateway((state) => state.chosen);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: a section would be one more landmark
    <div role="group" className={styles["scroll"]} aria-label="Log of calls" tabIndex={0}>
      <table className={styles["table"]} aria-label="Calls">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Status</th>
            <th scope="col">Client asked for</th>
            <th scope="col">Prompt</th>
            <th scope="col">Went to</th>
            <th scope="col" className={styles["number"]}>
              Took
            </th>
            <th scope="col" className={styles["number"]}>
              Tokens
            </th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <CallRow key={call.runId} call={call} chosen={call.runId === chosen} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CallRow({ call, chosen }: { call: GatewayCallRow; chosen: boolean }) {
  const { time, status, tone, took, tokens, target } = callText(call);
  const choose = () => void useGateway.getState().choose(chosen ? null : call.runId);
  const row = useRef<HTMLTableRowElement>(null);
  // The call opens below and takes room from the log, after this has been drawn.
  useEffect(() => {
    if (!chosen) return;
    const frame = requestAnimationFrame(() => row.current?.scrollIntoView({ block: "nearest" }));
    return () => cancelAnimationFrame(frame);
  }, [chosen]);
  return (
    <tr ref={row} className={classNames(styles["row"], chosen && styles["chosen"])} onClick={choose}>
      <th scope="row">
        <button
          type="button"
          className={styles["time"]}
          aria-expanded={chosen}
          aria-label={`Call at ${time}`}
          onClick={(event) => {
            event.stopPropagation();
            choose();
          }}
        >
          {time}
        </button>
      </th>
      <td className={styles[tone]} title={call.error ?? undefined}>
        {status}
      </td>
      <td>{call.requestedModel === "" ? "—" : call.requestedModel}</td>
      {call.prompt === null ? <td>—</td> : <td className={styles["prompt"]}>{call.prompt}</td>}
      <td>
        {target}
        {call.alias && <span className={styles["alias"]}> · alias</span>}
      </td>
      <td className={styles["number"]}>{took}</td>
      <td className={styles["number"]}>{tokens}</td>
    </tr>
  );
}
