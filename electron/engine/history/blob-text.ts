import { createHash } from "node:crypto";

/*
 * JSON in which long strings are kept once. A long body or an image is replaced by a mark with its hash; the same
 * string in another run is the same blob. A string that looks like a mark is itself marked, so nothing is ambiguous.
 */

const blobMark = "\u0001blob:";
const textMark = "\u0001text:";
/** In characters. Shorter strings cost more as blobs than they save. */
const longText = 16_384;
const longImage = 1_024;

export interface Blob {
  hash: string;
  data: Uint8Array;
}

/** JSON text of a value, with its long strings handed to `keep`. */
export function packJson(value: unknown, keep: (blob: Blob) => void): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== "string") return item;
    if (item.startsWith("\u0001")) return textMark + item;
    if (!isLong(item)) return item;
    const blob = toBlob(item);
    keep(blob);
    return blobMark + blob.hash;
  });
}

/**
 * The value again.
 * @throws Error when a blob is missing, which only a damaged database can have.
 */
export function unpackJson(text: string, find: (hash: string) => Uint8Array | undefined): unknown {
  // Without a mark there is nothing to bring back, and the plain parser is several times faster.
  if (!text.includes("\\u0001")) return JSON.parse(text);
  return JSON.parse(text, (_key, item: unknown) => {
    if (typeof item !== "string") return item;
    if (item.startsWith(textMark)) return item.slice(textMark.length);
    if (!item.startsWith(blobMark)) return item;
    const hash = item.slice(blobMark.length);
    const data = find(hash);
    if (!data) throw new Error(`The blob ${hash} is missing.`);
    return fromBlob(hash, data);
  });
}

function isLong(text: string): boolean {
  return text.length >= longText || (text.length >= longImage && text.startsWith("data:"));
}

/** A string with a lone surrogate is no UTF-8; it is kept as UTF-16, and its hash says so. */
function toBlob(text: string): Blob {
  const isWell = text.isWellFormed();
  const data = Buffer.from(text, isWell ? "utf8" : "utf16le");
  const hash = createHash("sha256").update(data).digest("hex");
  return { hash: isWell ? hash : `utf16-${hash}`, data };
}

function fromBlob(hash: string, data: Uint8Array): string {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return bytes.toString(hash.startsWith("utf16-") ? "utf16le" : "utf8");
}
