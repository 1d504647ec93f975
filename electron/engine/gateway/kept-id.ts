import type { JsonObject } from "@shared/domain/json/json.ts";
import { GatewayFailure } from "./body/gateway-failure.ts";
import type { ClientForm } from "./forms/client-form.ts";
import type { RewrittenText } from "./rename-model.ts";

/**
 * The id of an answer that a provider keeps, or of an item of one, as clients are given it: with the entry that was asked,
 * since nobody else has it. What comes back is taken apart again. Ids of other forms are left alone.
 */
export interface KeptId {
  /** `model_info.id`, or the entry's place in the file. */
  entryId: string;
  /** As the provider gave it. */
  id: string;
}

/** OpenAI's ids say by what they begin with what they are of: `resp_`, `msg_`, `rs_`. */
const kind = /^[a-z]+_/;
const mark = "promptscope";
/** How a list that begins with the mark is written: no other id has it behind its kind. */
const written = Buffer.from(`["${mark}",`).toString("base64url");

function writeKeptId({ entryId, id }: KeptId): string {
  const prefix = kind.exec(id)?.[0];
  if (prefix === undefined) return id;
  return prefix + Buffer.from(JSON.stringify([mark, entryId, id])).toString("base64url");
}

/** Undefined for an id that was not written here. */
export function readKeptId(given: string): KeptId | undefined {
  const prefix = kind.exec(given)?.[0] ?? "";
  if (!given.startsWith(written, prefix.length)) return undefined;
  try {
    const read: unknown = JSON.parse(Buffer.from(given.slice(prefix.length), "base64url").toString("utf8"));
    if (!Array.isArray(read) || read.length !== 3 || read[0] !== mark) return undefined;
    const [, entryId, id] = read as unknown[];
    return typeof entryId === "string" && typeof id === "string" ? { entryId, id } : undefined;
  } catch {
    return undefined;
  }
}

/** The ids in the answers of an entry's server, as clients are given them. */
export function keptTexts({ kept }: ClientForm, entryId: string): RewrittenText[] {
  if (!kept) return [];
  const write = (id: string) => writeKeptId({ entryId, id });
  return [
    ...kept.idPlaces.map((places) => ({ places, write })),
    { places: kept.itemPlaces, isEverywhere: true, write },
  ];
}

/**
 * A body whose items have the ids their server gave them, the entry whose server keeps those that are only named, and the
 * one whose server sealed the newest of those that are sent: another account cannot open it.
 * @throws GatewayFailure 400 for items of two servers: no one has them all.
 */
export function withServersIds(
  body: JsonObject,
  { kept }: ClientForm,
): { body: JsonObject; keptBy?: string; sealedBy?: string } {
  if (!kept) return { body };
  const keepers = new Set<string>();
  let sealedBy: string | undefined;
  const whole = kept.withItemIds(body, (given, tie) => {
    const own = readKeptId(given);
    if (own && tie === "named") keepers.add(own.entryId);
    if (own && tie === "sealed") sealedBy = own.entryId;
    return own?.id ?? given;
  });
  const [keptBy, other] = keepers;
  if (other !== undefined) {
    throw new GatewayFailure(
      400,
      "input: items are named that the servers of two models keep, and neither has them all. Send the items themselves (clients do so with store: false).",
      { param: "input" },
    );
  }
  return { body: whole, ...(keptBy === undefined ? {} : { keptBy }), ...(sealedBy === undefined ? {} : { sealedBy }) };
}
