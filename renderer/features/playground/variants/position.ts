import type { PreviewView } from "../../../stores/draft/preview.ts";
import type { RunView } from "../../../stores/run/runs.ts";

/** What every tab of a variant is given. */
export interface VariantPosition {
  variantId: string;
  run: RunView | undefined;
  view: PreviewView | undefined;
}
