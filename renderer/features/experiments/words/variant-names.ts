import type { GridColumns } from "@shared/domain/experiment/grid.ts";
import { letterAt } from "../../../stores/draft/variant-list.ts";

/** How a variant is called where there is room for a letter only. */
export function letterOf({ variants }: Pick<GridColumns, "variants">, name: string): string {
  const index = variants.findIndex((variant) => variant.name === name);
  return index < 0 ? name : letterAt(index);
}

/** What a variant is called in full: what a person named it, unless that says no more than its letter. */
export function titleOf({ name, model, prompt }: GridColumns["variants"][number]): string {
  return /^[A-Z]$/.test(name) ? [model, prompt].filter((part) => part !== "").join(" · ") : name;
}
