import type { PreviewView } from "../../../stores/preview.ts";
import type { RunView } from "../../../stores/runs.ts";

/** What every tab of a variant is given. */
export interface VariantPosition {
  variantId: string;
  run: RunView | undefined;
  view: PreviewView | undefined;
}
