import { type ConfigKey, compareConfigs } from "@shared/domain/diff/config-changes.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { useState } from "react";
import { Button } from "../../../ui/Button.tsx";
import { classNames } from "../../../ui/class-names.ts";
import { plural } from "../../../ui/figures.ts";
import styles from "./ConfigDiff.module.css";
import { TextDiff } from "./TextDiff.tsx";
import { configText } from "./version-diff.ts";

interface ConfigDiffProps {
  before: JsonValue;
  after: JsonValue;
  /** How both are called over their columns. */
  names: { before: string; after: string };
  beside?: boolean;
}

/** Longer values stand in lines of their own, as a diff. */
const longestCell = 48;

/** Two configs key by key: what was added, taken away and changed, and what stayed. The JSON is a click away. */
export function ConfigDiff({ before, after, names, beside = false }: ConfigDiffProps) {
  const keys = compareConfigs(before, after);
  const [asJson, setAsJson] = useState(false);
  const diff = <TextDiff title="Config" before={configText(before)} after={configText(after)} beside={beside} />;
  if (keys === null) return diff;
  const changed = keys.filter(({ state }) => state !== "same");
  return (
    <section aria-label="Config by key">
      <div className={styles["top"]}>
        <h2>Config</h2>
        <span className={styles["count"]}>
          {keys.length === 0
            ? "empty"
            : changed.length === 0
              ? `the same · ${plural(keys.length, "value")}`
              : `${changed.length} of ${plural(keys.length, "value")} changed`}
        </span>
        {changed.length > 0 && (
          <Button size="small" variant="ghost" onClick={() => setAsJson(!asJson)}>
            {asJson ? "Show by key" : "Show JSON"}
          </Button>
        )}
      </div>
      {asJson && diff}
      {!asJson && changed.length > 0 && (
        <table className={styles["table"]}>
          <thead>
            <tr>
              <th scope="col">Key</th>
              <th scope="col">{names.before}</th>
              <th scope="col">{names.after}</th>
              <th scope="col">
                <span className={styles["unseen"]}>Change</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {keys.map((one) => (
              <KeyRow key={one.key} one={one} beside={beside} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function KeyRow({ one, beside }: { one: ConfigKey; beside: boolean }) {
  const { key, state, before, after } = one;
  const [from, to] = [cellText(before), cellText(after)];
  // Of tools with the same names the change is elsewhere.
  const isLong = state !== "same" && (from === to || Math.max(from.length, to.length) > longestCell);
  return (
    <>
      <tr className={styles[state]}>
        <th scope="row">{key}</th>
        <Cell text={from} value={before} kind={state === "same" ? "same" : "old"} />
        <Cell text={to} value={after} kind={state === "same" ? "same" : "new"} />
        <td className={styles["state"]}>{state}</td>
      </tr>
      {isLong && (
        <tr>
          <td colSpan={4} className={styles["lines"]}>
            <TextDiff title={key} before={linesOf(before)} after={linesOf(after)} beside={beside} />
          </td>
        </tr>
      )}
    </>
  );
}

function Cell({ text, value, kind }: { text: string; value: JsonValue | undefined; kind: "same" | "old" | "new" }) {
  if (value === undefined) return <td className={styles["none"]}>—</td>;
  const shown = text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;
  const Tag = kind === "same" ? "span" : kind === "old" ? "del" : "ins";
  return (
    <td>
      <Tag className={classNames(styles["value"], styles[kind])} title={text.length > longestCell ? text : undefined}>
        {shown}
      </Tag>
    </td>
  );
}

/** A tool is told by its name, wherever its form has that. */
function toolName(tool: JsonValue): string | undefined {
  if (!isJsonObject(tool)) return undefined;
  const { function: inner = null } = tool;
  const { name } = isJsonObject(inner) ? inner : tool;
  return typeof name === "string" ? name : undefined;
}

/** A text stands without its quotes where it cannot be taken for another value. */
function cellText(value: JsonValue | undefined): string {
  if (value === undefined) return "";
  const names = Array.isArray(value) ? value.map(toolName) : [];
  if (names.length > 0 && names.every((name) => name !== undefined)) return names.join(", ");
  const json = JSON.stringify(value);
  return typeof value === "string" && /^[\p{L}][\w ./:-]*$/u.test(value) && !/^(true|false|null)$/.test(value)
    ? value
    : json;
}

function linesOf(value: JsonValue | undefined): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
