import { readSync } from "node:fs";

/*
 * Rows out of the leaves of a damaged file, page after page, without the trees above them: the form of the pages is
 * https://sqlite.org/fileformat2.html. What does not have that form is passed over, never guessed.
 */

export type PageValue = number | string | Uint8Array | null;

/** A row of some table: its rowid and its columns, that of an INTEGER PRIMARY KEY null. */
export interface PageRow {
  rowid: number;
  values: PageValue[];
}

export interface PagedFile {
  descriptor: number;
  bytes: number;
  pageBytes: number;
}

const tableLeaf = 0x0d;
const headerBytes = 100;
const freePage = 2;
/** Of a page of back pointers (sqlite.org/fileformat2.html#pointer_map_or_ptrmap_pages): a type and a page each. */
const pointerBytes = 5;

/** Every row that stands in a leaf which is in use. */
export function* rowsOfPages(file: PagedFile): Generator<PageRow> {
  const pages = Math.floor(file.bytes / file.pageBytes);
  const isFree = createFreeCheck(file);
  for (let number = 1; number <= pages; number++) {
    const page = readPage(file, number);
    const head = number === 1 ? headerBytes : 0;
    if (page[head] !== tableLeaf || isFree(number)) continue;
    const cells = Math.min(page.readUInt16BE(head + 3), (file.pageBytes - head - 8) >> 1);
    for (let cell = 0; cell < cells; cell++) {
      const row = readCell(file, page, page.readUInt16BE(head + 8 + cell * 2));
      if (row) yield row;
    }
  }
}

function readPage({ descriptor, pageBytes }: PagedFile, number: number): Buffer {
  const page = Buffer.alloc(pageBytes);
  readSync(descriptor, page, 0, pageBytes, (number - 1) * pageBytes);
  return page;
}

/** What was removed still stands on pages that are free: the page of back pointers before it says so. */
function createFreeCheck(file: PagedFile): (number: number) => boolean {
  const each = Math.floor(file.pageBytes / pointerBytes) + 1;
  let read: { map: number; page: Buffer } | undefined;
  return (number) => {
    const map = Math.floor((number - 2) / each) * each + 2;
    if (number <= 2 || map === number) return false;
    if (read?.map !== map) read = { map, page: readPage(file, map) };
    return read.page[(number - map - 1) * pointerBytes] === freePage;
  };
}

function readCell(file: PagedFile, page: Buffer, at: number): PageRow | undefined {
  try {
    const size = readVarint(page, at);
    const rowid = readVarint(page, size.end);
    const payload = readPayload(file, page, rowid.end, size.value);
    const values = payload && readRecord(payload);
    return values && { rowid: rowid.value, values };
  } catch {
    return undefined; // A number that leads out of the page.
  }
}

/** The part in the page, and what goes on in a chain of overflow pages (sqlite.org/fileformat2.html#cell_payload_overflow_pages). */
function readPayload(file: PagedFile, page: Buffer, start: number, size: number): Buffer | undefined {
  const { pageBytes } = file;
  if (size < 1 || size > file.bytes) return undefined;
  if (size <= pageBytes - 35) return start + size <= pageBytes ? page.subarray(start, start + size) : undefined;
  const least = Math.floor(((pageBytes - 12) * 32) / 255) - 23;
  const fitting = least + ((size - least) % (pageBytes - 4));
  const local = fitting <= pageBytes - 35 ? fitting : least;
  if (start + local + 4 > pageBytes) return undefined;
  const pieces = [page.subarray(start, start + local)];
  let next = page.readUInt32BE(start + local);
  for (let left = size - local; left > 0; ) {
    if (next < 2 || next * pageBytes > file.bytes) return undefined;
    const overflow = readPage(file, next);
    const piece = overflow.subarray(4, 4 + Math.min(left, pageBytes - 4));
    pieces.push(piece);
    left -= piece.length;
    next = overflow.readUInt32BE(0);
  }
  return Buffer.concat(pieces);
}

function readRecord(payload: Buffer): PageValue[] | undefined {
  const head = readVarint(payload, 0);
  const types: number[] = [];
  for (let at = head.end; at < head.value; ) {
    const type = readVarint(payload, at);
    types.push(type.value);
    at = type.end;
  }
  const values: PageValue[] = [];
  let at = head.value;
  for (const type of types) {
    const bytes = bytesOf(type);
    if (bytes === undefined || at + bytes > payload.length) return undefined;
    values.push(decodeValue(type, payload.subarray(at, at + bytes)));
    at += bytes;
  }
  return at === payload.length ? values : undefined;
}

const integerBytes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

function bytesOf(type: number): number | undefined {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return integerBytes[type];
}

function decodeValue(type: number, bytes: Buffer): PageValue {
  if (type === 0) return null;
  if (type === 7) return bytes.readDoubleBE(0);
  if (type === 8 || type === 9) return type - 8;
  if (type === 6) return Number(bytes.readBigInt64BE(0));
  if (type < 7) return bytes.readIntBE(0, bytes.length);
  return type % 2 === 0 ? new Uint8Array(bytes) : bytes.toString("utf8");
}

/** Up to nine bytes, seven bits each but for the ninth. Values beyond 2^53 are no sizes and no numbers of ours. */
function readVarint(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0;
  for (let at = start; at < start + 8; at++) {
    const byte = bytes.readUInt8(at);
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return { value: value * 256 + bytes.readUInt8(start + 8), end: start + 9 };
}
