import type { DatasetWarning } from "@shared/domain/dataset/dataset.ts";
import type { WantedNames } from "@shared/domain/experiment/setup/setup-mapping.ts";
import type { FilledCounts } from "@shared/domain/experiment/setup/setup-rows.ts";
import { formatCount, plural } from "../../../../ui/figures.ts";

/** A warning with its place in the file, unless its words have it already. */
export function warningText({ message, line, col, column }: DatasetWarning): string {
  const places = [
    line !== undefined && !message.includes(`ine ${line}`) && `line ${line}`,
    col !== undefined && !message.includes(`character ${col}`) && `character ${col}`,
    column !== undefined && !message.includes(column) && `column “${column}”`,
  ].filter((place) => place !== false);
  return places.length === 0 ? message : `${message.replace(/\.$/, "")} (${places.join(", ")}).`;
}

/**
 * Whether what the prompts ask for has a value in the rows, in words.
 * @param firstLacking the number of the first row without a value, where a column fills the name.
 */
export function filledText(
  { rows, whole, missing }: FilledCounts,
  { variables, placeholders }: WantedNames,
  firstLacking: (name: string) => number | undefined = () => undefined,
): { text: string; whole: boolean } {
  if (variables.length + placeholders.length === 0) return { text: "The prompts ask for no values yet.", whole: true };
  const lacking = Object.entries(missing);
  if (lacking.length === 0) {
    const names = [
      variables.length > 0 && (variables.length === 1 ? "The variable" : `All ${variables.length} variables`),
      placeholders.length > 0 &&
        (placeholders.length === 1 ? "the placeholder" : `all ${placeholders.length} placeholders`),
    ].filter((part) => part !== false);
    const have = variables.length + placeholders.length === 1 ? "has" : "have";
    const text = `${names.join(" and ")} ${have} a value in ${formatCount(whole)} of ${plural(rows, "row")}`;
    return { text: text.charAt(0).toUpperCase() + text.slice(1), whole: true };
  }
  const said = lacking.slice(0, 3).map(([name, count]) => {
    if (count === rows) return `${name} has no source and no value in any row`;
    const first = firstLacking(name);
    return `${name} is missing in ${plural(count, "row")}${first === undefined ? "" : `, first in row ${first}`}`;
  });
  const more = lacking.length > 3 ? `, and ${lacking.length - 3} more` : "";
  return { text: `${said.join("; ")}${more}: it is sent as it is written.`, whole: false };
}
