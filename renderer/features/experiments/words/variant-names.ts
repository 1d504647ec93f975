import type { GridColumns } from "@shared/domain/experiment/grid.ts";
import { letterAt } from "../../../stores/draft/variant-list.ts";

type Columns = Pick<GridColumns, "variants">;
type Variant = GridColumns["variants"][number];

/** How a variant is called where there is room for a letter only. */
export function letterOf({ variants }: Columns, name: string): string {
  const index = variants.findIndex((variant) => variant.name === name);
  return index < 0 ? name : letterAt(index);
}

/** Where a variant's prompt is from; one that stands in the set-up itself has no name but its variant's. */
export function promptWords({ name, prompt }: Variant): string {
  return prompt.endsWith(`#${name}`) ? "edit" : prompt;
}

/** What a variant is called in full: what a person named it, unless that says no more than its letter. */
export function titleOf(variant: Variant, columns: Columns): string {
  return hasOwnName(variant) ? variant.name : aboutOf(variant, columns);
}

/** Whether a person named it. */
export function hasOwnName({ name }: Variant): boolean {
  return !/^[A-Z]$/.test(name);
}

/** Its model and its prompt. */
export function aboutOf(variant: Variant, columns: Columns): string {
  return [modelWords(variant, columns), promptWords(variant)].filter((part) => part !== "").join(" · ");
}

/** A model without its provider, unless another variant has it of another one. */
function modelWords({ model }: Variant, { variants }: Columns): string {
  const bare = bareModel(model);
  return variants.some((other) => other.model !== model && bareModel(other.model) === bare) ? model : bare;
}

function bareModel(model: string): string {
  return model.slice(model.indexOf("/") + 1);
}
