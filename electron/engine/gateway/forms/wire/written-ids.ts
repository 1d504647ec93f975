/*
 * Ids that answers of the gateway's own writing are given: the run they lie under in the history stands in each, so that
 * a later call that names one is understood (`electron/engine/gateway/README.md#forms`).
 */

const run = "[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}";
const answerId = new RegExp(`^resp_(${run})$`);
const itemId = new RegExp(`^[a-z]+_(${run})_\\d+$`);

export function writeAnswerId(run: string): string {
  return `resp_${run}`;
}

/** @param prefix says the kind of item, as OpenAI's ids do; @param place its number in the answer. */
export function writeItemId(prefix: string, run: string, place: number): string {
  return `${prefix}_${run}_${place}`;
}

/** The run of an answer that was written here and lies in the history; undefined for any other id. */
export function runOfId(written: string): string | undefined {
  return answerId.exec(written)?.[1];
}

/** The run of whose answer an item was written here; undefined for any other id. */
export function runOfItemId(written: string): string | undefined {
  return itemId.exec(written)?.[1];
}
