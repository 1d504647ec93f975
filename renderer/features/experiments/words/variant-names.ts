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

/** Its model and its prompt; of one prompt that all have only the version, which would be cut off behind its name. */
export function aboutOf(variant: Variant, columns: Columns): string {
  const prompts = columns.variants.map((one) => promptWords(one).split(lastVersion));
  const [first] = prompts;
  const isShared = prompts.length > 1 && prompts.every(([name, version]) => name === first?.[0] && version);
  const prompt = isShared ? (promptWords(variant).split(lastVersion)[1] ?? "") : promptWords(variant);
  return [modelWords(variant, columns), prompt].filter((part) => part !== "").join(" · ");
}

/** Before the version at the end of “support/reply v31”. */
const lastVersion = / (?=v\S+$)/;

/** A model without its provider, unless another variant has it of another one. */
function modelWords({ model }: Variant, { variants }: Columns): string {
  const bare = bareModel(model);
  return variants.some((other) => other.model !== model && bareModel(other.model) === bare) ? model : bare;
}

function bareModel(model: string): string {
  return model.slice(model.indexOf("/") + 1);
}
