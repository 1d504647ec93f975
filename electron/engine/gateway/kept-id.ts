import type { ClientForm } from "./forms/client-form.ts";
import type { RewrittenText } from "./rename-model.ts";

/**
 * The id of an answer that a provider keeps, as clients are given it: with the entry that was asked, since nobody else has
 * it. What comes back is taken apart again. Ids of other forms are left alone.
 */
export interface KeptId {
  /** `model_info.id`, or the entry's place in the file. */
  entryId: string;
  /** As the provider gave it. */
  id: string;
}

const prefix = "resp_";
const mark = "promptscope";

function writeKeptId({ entryId, id }: KeptId): string {
  if (!id.startsWith(prefix)) return id;
  return prefix + Buffer.from(JSON.stringify([mark, entryId, id])).toString("base64url");
}

/** Undefined for an id that was not written here. */
export function readKeptId(written: string): KeptId | undefined {
  if (!written.startsWith(prefix)) return undefined;
  try {
    const read: unknown = JSON.parse(Buffer.from(written.slice(prefix.length), "base64url").toString("utf8"));
    if (!Array.isArray(read) || read.length !== 3 || read[0] !== mark) return undefined;
    const [, entryId, id] = read as unknown[];
    return typeof entryId === "string" && typeof id === "string" ? { entryId, id } : undefined;
  } catch {
    return undefined;
  }
}

/** The run of an answer that was written here and lies in the history; undefined for any other id. */
export function runOfId(written: string): string | undefined {
  return /^resp_([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/.exec(written)?.[1];
}

/** The run of whose answer an item was written here; undefined for any other id. */
export function runOfItemId(written: string): string | undefined {
  return /^[a-z]+_([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})_\d+$/.exec(written)?.[1];
}

/** The ids in the answers of an entry's server, as clients are given them. */
export function keptTexts({ kept }: ClientForm, entryId: string): RewrittenText[] {
  const write = (id: string) => writeKeptId({ entryId, id });
  return (kept?.idPlaces ?? []).map((places) => ({ places, write }));
}
