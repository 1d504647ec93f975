/** A dataset that lies beside the prompts of a library. */
export interface DatasetSummary {
  name: string;
  description?: string;
}
