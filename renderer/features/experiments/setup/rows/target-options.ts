import type { ColumnTarget, WantedNames } from "@shared/domain/experiment/setup/setup-mapping.ts";
import type { SelectOption } from "../../../../ui/Select.tsx";

/** Where a column can go: what the prompts take, then what a row can have besides. */
export function targetOptions({ variables, placeholders }: WantedNames): SelectOption[] {
  return [
    { value: "nothing", label: "not sent" },
    ...variables.map((name) => ({ value: `variable:${name}`, label: name })),
    ...placeholders.map((name) => ({ value: `placeholder:${name}`, label: `${name} (messages)` })),
    { value: "expected", label: "expected" },
    { value: "group", label: "row group" },
    { value: "facet", label: "shown by" },
    { value: "metadata", label: "metadata" },
    { value: "name", label: "name of the row" },
  ];
}

/** The look of a target: what fills a prompt, what has a role, what stays. */
export function targetClass(target: ColumnTarget): "fills" | "role" | "stays" {
  if (target === "nothing") return "stays";
  return target.includes(":") ? "fills" : "role";
}
