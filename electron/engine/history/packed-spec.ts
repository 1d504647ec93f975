import { LazyRows, type RowList } from "../../../shared/domain/dataset/row-list.ts";
import { isJsonObject, type JsonValue } from "../../../shared/domain/json/json.ts";
import type { NewJob, StoredSpec } from "../jobs/job-store.ts";
import { type Blob, packJson, readBlob, toBlob, unpackJson } from "./blob-text.ts";

/*
 * The spec of a job as the database has it. Its long lists, such as the 100 000 rows of an experiment, are cut into pieces
 * that are blobs: so the spec itself stays short, which SQLite parses whenever jobs are listed, and the same rows in another
 * experiment are kept once. It is written and read by whoever asks, since handing over so many objects to the thread of the
 * database costs more than writing them as JSON.
 */

/** A spec and what it refers to by hash, as it goes to the thread and comes back. */
export interface PackedSpec {
  text: string;
  blobs: Blob[];
}

/** A list of more items is cut into pieces of so many. */
const itemsOfPiece = 1_000;
/** Behind it stands the JSON list of hashes. No text of a spec begins so: `packJson` marks those. */
const listMark = "\u0001list:";

export function packSpec({
  title,
  cells,
  spec: { version, body },
}: Pick<NewJob, "title" | "cells" | "spec">): PackedSpec {
  const blobs: Blob[] = [];
  const keep = (blob: Blob) => void blobs.push(blob);
  const head = JSON.stringify({ title: title.toWellFormed(), cells, version });
  return { text: `${head.slice(0, -1)},"body":${packBody(body, keep)}}`, blobs };
}

function packBody(body: unknown, keep: (blob: Blob) => void): string {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return packJson(body, keep);
  const members = Object.entries(body).flatMap(([name, value]): string[] => {
    if (value === undefined) return [];
    const isLong = (Array.isArray(value) || value instanceof LazyRows) && value.length > itemsOfPiece;
    const text = isLong ? packList(value, keep) : packJson(value instanceof LazyRows ? value.slice() : value, keep);
    return [`${JSON.stringify(name)}:${text}`];
  });
  return `{${members.join(",")}}`;
}

function packList(items: RowList<unknown>, keep: (blob: Blob) => void): string {
  const hashes: string[] = [];
  for (let from = 0; from < items.length; from += itemsOfPiece) {
    const piece = toBlob(packJson(items.slice(from, from + itemsOfPiece), keep));
    keep(piece);
    hashes.push(piece.hash);
  }
  return JSON.stringify(listMark + JSON.stringify(hashes));
}

/** The spec as it was written. One that is damaged, or of which a blob is missing, is null and hides no other job. */
export function unpackSpec({ text, blobs }: PackedSpec): StoredSpec {
  const byHash = new Map(blobs.map(({ hash, data }) => [hash, data]));
  const find = (hash: string) => byHash.get(hash);
  try {
    // Read here and not by SQLite: its texts cannot hold every string that JSON can.
    const spec = unpackJson(text, find, (packed) => unpackList(packed, find)) as JsonValue;
    if (!isJsonObject(spec)) return { version: 1, body: null };
    const { version, body } = spec;
    return { version: typeof version === "number" ? version : 1, body: body ?? null };
  } catch {
    return { version: 1, body: null };
  }
}

function unpackList(text: string, find: (hash: string) => Uint8Array | undefined): unknown[] | undefined {
  if (!text.startsWith(listMark)) return undefined;
  const hashes = JSON.parse(text.slice(listMark.length)) as string[];
  return hashes.flatMap((hash) => unpackJson(readBlob(hash, find), find) as unknown[]);
}
