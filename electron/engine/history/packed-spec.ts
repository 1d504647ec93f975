import { LazyRows } from "../../../shared/domain/dataset/row-list.ts";
import { isJsonObject, type JsonValue } from "../../../shared/domain/json/json.ts";
import { DatasetRefusal } from "../datasets/dataset-refusal.ts";
import { RowsAside } from "../datasets/rows-aside.ts";
import type { NewJob, StoredSpec } from "../jobs/job-store.ts";
import { longList } from "../jobs/job-store.ts";
import { type Blob, blobsNamedIn, packJson, readBlob, toBlob, unpackJson } from "./blob-text.ts";

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

/** Behind it stands the JSON list of hashes. No text of a spec begins so: `packJson` marks those. */
const listMark = "\u0001list:";

/** Items of a piece: more of them make texts that the garbage collector takes for long-lived. */
const itemsOfPiece = 250;
/** Pieces that are handed over together. */
const piecesOfPart = 8;

type SpecToPack = Pick<NewJob, "title" | "cells" | "spec">;

/** A spec of many rows in parts, so that few of them are in memory: first blobs, at last the text with what is left. */
export function* packInParts(job: SpecToPack): Generator<Blob[], PackedSpec> {
  const { body } = job.spec;
  let blobs: Blob[] = [];
  const keep = (blob: Blob) => void blobs.push(blob);
  const textOf = (packed: string) => `${headOf(job).slice(0, -1)},"body":${packed}}`;
  if (typeof body !== "object" || body === null || Array.isArray(body))
    return { text: textOf(packJson(body, keep)), blobs };
  const members: string[] = [];
  for (const [name, value] of Object.entries(body)) {
    if (value === undefined) continue;
    const isList = Array.isArray(value) || value instanceof LazyRows;
    let text: string;
    if (isList && value.length > longList) {
      const hashes: string[] = [];
      for (let from = 0; from < value.length; from += itemsOfPiece) {
        const piece = toBlob(packJson(value.slice(from, from + itemsOfPiece), keep));
        keep(piece);
        hashes.push(piece.hash);
        if (hashes.length % piecesOfPart > 0) continue;
        yield blobs;
        blobs = [];
      }
      text = JSON.stringify(listMark + JSON.stringify(hashes));
    } else text = packJson(value instanceof LazyRows ? value.slice() : value, keep);
    members.push(`${JSON.stringify(name)}:${text}`);
  }
  return { text: textOf(`{${members.join(",")}}`), blobs };
}

/** What jobs are listed by; as long as the rest is not there, the spec is one that cannot be read. */
export function headOf({ title, cells, spec: { version } }: SpecToPack): string {
  return JSON.stringify({ title: title.toWellFormed(), cells, version });
}

/** Reads blobs by their hashes; those that are missing are not among them. */
export type ReadBlobs = (hashes: readonly string[]) => Promise<Blob[]>;

/** Long lists that are at hand, by the text that stands for them: the same rows in two specs are read once. */
export type KnownLists = Map<string, WeakRef<LazyRows<unknown>>>;

/**
 * The spec as it was written. Its long lists are read part by part and put aside: of 100 000 rows few are ever in memory. One
 * that is damaged, or of which a blob is missing, is null and hides no other job.
 * @throws what `read` does, DatasetRefusal where rows cannot be put aside.
 */
export async function unpackSpec(text: string, read: ReadBlobs, known: KnownLists = new Map()): Promise<StoredSpec> {
  let failure: unknown;
  const reading: ReadBlobs = (hashes) =>
    hashes.length === 0
      ? Promise.resolve([])
      : read(hashes).catch((thrown: unknown) => {
          failure = thrown;
          throw thrown;
        });
  try {
    // Read here and not by SQLite: its texts cannot hold every string that JSON can.
    const packed: string[] = [];
    const named = blobsNamedIn(text, (other) => void (other.startsWith(listMark) && packed.push(other)));
    const find = finderOf(await reading(named));
    const lists = new Map<string, LazyRows<unknown>>();
    for (const list of packed) lists.set(list, known.get(list)?.deref() ?? (await unpackList(list, reading, known)));
    const spec = unpackJson(text, find, (other) => lists.get(other)) as JsonValue;
    if (!isJsonObject(spec)) return { version: 1, body: null };
    const { version, body } = spec;
    return { version: typeof version === "number" ? version : 1, body: body ?? null };
  } catch (thrown) {
    if (thrown === failure || thrown instanceof DatasetRefusal) throw thrown;
    return { version: 1, body: null };
  }
}

async function unpackList(packed: string, read: ReadBlobs, known: KnownLists): Promise<LazyRows<unknown>> {
  const hashes = JSON.parse(packed.slice(listMark.length)) as string[];
  const aside = new RowsAside<unknown>();
  for (let from = 0; from < hashes.length; from += piecesOfPart) {
    const part = hashes.slice(from, from + piecesOfPart);
    const find = finderOf(await read(part));
    for (const hash of part) {
      const text = readBlob(hash, find);
      aside.add(unpackJson(text, finderOf(await read(blobsNamedIn(text)))) as unknown[]);
    }
  }
  const rows = aside.rows();
  for (const [list, at] of known) if (at.deref() === undefined) known.delete(list);
  known.set(packed, new WeakRef(rows));
  return rows;
}

function finderOf(blobs: readonly Blob[]): (hash: string) => Uint8Array | undefined {
  const byHash = new Map(blobs.map(({ hash, data }) => [hash, data]));
  return (hash) => byHash.get(hash);
}
