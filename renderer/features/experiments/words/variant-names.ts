import type { GridColumns } from "@shared/domain/experiment/grid.ts";
import { letterAt } from "../../../stores/draft/variant-list.ts";

/** How a variant is called where there is room for a letter only. */
export function letterOf({ variants }: Pick<GridColumns, "variants">, name: string): string {
  const index = variants.findIndex((variant) => variant.name === name);
  return index < 0 ? name : letterAt(index);
}

/** Where a variant's prompt is from; one that stands in the set-up itself has no name but its variant's. */
export function promptWords({ name, prompt }: GridColumns["variants"][number]): string {
  return prompt.endsWith(`#${name}`) ? "prompt in place" : prompt;
}

/** What a variant is called in full: what a person named it, unless that says no more than its letter. */
export function titleOf(variant: GridColumns["variants"][number]): string {
  const { name, model } = variant;
  return /^[A-Z]$/.test(name) ? [model, promptWords(variant)].filter((part) => part !== "").join(" · ") : name;
}
