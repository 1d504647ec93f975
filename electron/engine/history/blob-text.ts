import { createHash } from "node:crypto";
import { base64Runs } from "./base64-runs.ts";

/*
 * JSON in which long strings are kept once. A long body is replaced by a mark with its hash; the same string in another
 * run is the same blob. Base64 inside a string is a blob of its own, so that a picture is kept once whatever bodies,
 * messages and data: URLs it stands in. A string that looks like a mark is itself marked, so nothing is ambiguous.
 */

const blobMark = "\u0001blob:";
const textMark = "\u0001text:";
/** Behind it stands a JSON list of `Piece`. Databases of before have no string that begins like this. */
const piecesMark = "\u0001pieces:";
/** In characters. Shorter strings cost more as blobs than they save. */
const longText = 16_384;
const longBase64 = 1_024;

/** Text as it is, or the hash of a blob. */
type Piece = string | { blob: string };

export interface Blob {
  hash: string;
  data: Uint8Array;
}

type Find = (hash: string) => Uint8Array | undefined;

/** JSON text of a value, with its long strings handed to `keep`. */
export function packJson(value: unknown, keep: (blob: Blob) => void): string {
  // A function that is called for every value costs several times what writing them does.
  if (!hasPackedText(value)) return JSON.stringify(value);
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === "string" ? packText(item, keep) : item));
}

/**
 * The value again.
 * @param other what a text with a mark of somebody else stands for; undefined where it has none.
 * @throws Error when a blob is missing, which only a damaged database can have.
 */
export function unpackJson(text: string, find: Find, other?: (text: string) => unknown): unknown {
  // Without a mark there is nothing to bring back, and the plain parser is several times faster.
  if (!text.includes("\\u0001")) return JSON.parse(text);
  return JSON.parse(text, (_key, item: unknown) =>
    typeof item === "string" ? (other?.(item) ?? unpackText(item, find)) : item,
  );
}

/** Hashes of the blobs that a packed text needs. @param other told texts with a mark of somebody else. @throws SyntaxError */
export function blobsNamedIn(text: string, other?: (text: string) => void): string[] {
  if (!text.includes("\\u0001")) return [];
  const hashes = new Set<string>();
  JSON.parse(text, (_key, item: unknown) => {
    if (typeof item !== "string" || !item.startsWith("\u0001")) return item;
    other?.(item);
    if (item.startsWith(blobMark)) hashes.add(item.slice(blobMark.length));
    if (!item.startsWith(piecesMark)) return item;
    for (const piece of JSON.parse(item.slice(piecesMark.length)) as Piece[])
      if (typeof piece !== "string") hashes.add(piece.blob);
    return item;
  });
  return [...hashes];
}

/** Whether any text in a value is not kept as it is. */
export function hasPackedText(value: unknown): boolean {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === "string") {
      if (isPacked(next)) return true;
    } else if (Array.isArray(next)) for (const item of next) open.push(item);
    else if (typeof next === "object" && next !== null) {
      const object = next as Record<string, unknown>;
      for (const name in object) open.push(object[name]);
    }
  }
  return false;
}

function isPacked(text: string): boolean {
  if (text.startsWith("\u0001") || text.length >= longText) return true;
  return text.length >= longBase64 && !base64Runs(text, longBase64).next().done;
}

function packText(text: string, keep: (blob: Blob) => void): string {
  if (text.length < longBase64) return text.startsWith("\u0001") ? textMark + text : text;
  const keepAll = (whole: string): string => {
    const blob = toBlob(whole);
    keep(blob);
    return blob.hash;
  };
  const between = (part: string): Piece => (part.length >= longText ? { blob: keepAll(part) } : part);
  const pieces: Piece[] = [];
  let from = 0;
  for (const { start, end } of base64Runs(text, longBase64)) {
    if (start > from) pieces.push(between(text.slice(from, start)));
    pieces.push({ blob: keepAll(text.slice(start, end)) });
    from = end;
  }
  if (pieces.length > 0) {
    if (from < text.length) pieces.push(between(text.slice(from)));
    return piecesMark + JSON.stringify(pieces);
  }
  if (text.length >= longText) return blobMark + keepAll(text);
  return text.startsWith("\u0001") ? textMark + text : text;
}

function unpackText(text: string, find: Find): string {
  if (text.startsWith(textMark)) return text.slice(textMark.length);
  if (text.startsWith(blobMark)) return readBlob(text.slice(blobMark.length), find);
  if (!text.startsWith(piecesMark)) return text;
  const pieces = JSON.parse(text.slice(piecesMark.length)) as Piece[];
  return pieces.map((piece) => (typeof piece === "string" ? piece : readBlob(piece.blob, find))).join("");
}

/** @throws Error when it is missing. */
export function readBlob(hash: string, find: Find): string {
  const data = find(hash);
  if (!data) throw new Error(`The blob ${hash} is missing.`);
  return fromBlob(hash, data);
}

/** A string with a lone surrogate is no UTF-8; it is kept as UTF-16, and its hash says so. */
export function toBlob(text: string): Blob {
  const isWell = text.isWellFormed();
  const data = Buffer.from(text, isWell ? "utf8" : "utf16le");
  const hash = createHash("sha256").update(data).digest("hex");
  return { hash: isWell ? hash : `utf16-${hash}`, data };
}

function fromBlob(hash: string, data: Uint8Array): string {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return bytes.toString(hash.startsWith("utf16-") ? "utf16le" : "utf8");
}
