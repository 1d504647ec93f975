import { isAscii, isUtf8 } from "node:buffer";
import type { ReadAs } from "@shared/domain/dataset/dataset.ts";
import type { ByteSource } from "./byte-source.ts";
import { PagedText } from "./paged-text.ts";
import type { WarningList } from "./warning-list.ts";

/** A file's text and in which encoding it was. */
export interface DecodedText {
  text: PagedText;
  encoding: "utf-8" | "utf-8-bom" | "utf-16le" | "utf-16be" | "windows-1252";
}

const sampled = 65_536;
/** Room for what a part leaves over. */
const spare = 16;

/**
 * Takes the encoding a person names, else finds it: a byte order mark; zero bytes in every second place; strict UTF-8; where that fails and not one
 * character of more than a byte is valid, Windows-1252. Valid and invalid mixed is UTF-8 with a place to name.
 * @throws DatasetRefusal, AbortError
 */
export async function decodeText(
  source: ByteSource,
  head: Buffer,
  warnings: WarningList,
  told?: ReadAs["encoding"],
): Promise<DecodedText> {
  if (told === "windows-1252") return await windows(source);
  if (told === "utf-16le" || told === "utf-16be") return await utf16(source, markOf(head, told), told);
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) {
    const { text, isValid } = await utf8(source, 3);
    if (!isValid) tellInvalid(text, warnings);
    return { text, encoding: "utf-8-bom" };
  }
  const marked = told === undefined ? utf16Marked(head) : null;
  if (marked) return await utf16(source, 2, marked);
  const unmarked = told === undefined ? utf16Unmarked(head) : null;
  if (unmarked) {
    const name = unmarked.toUpperCase();
    warnings.add({ code: "encoding-guessed", message: `Read as ${name}: every second byte is zero.` });
    return await utf16(source, 0, unmarked);
  }
  const { text, isValid, hasValid } = await utf8(source, 0);
  if (told === "utf-8" || isValid || hasValid) {
    if (!isValid) tellInvalid(text, warnings);
    return { text, encoding: "utf-8" };
  }
  warnings.add({ code: "encoding-guessed", message: "Read as Windows-1252: the file is no UTF-8." });
  return await windows(source);
}

async function windows(source: ByteSource): Promise<DecodedText> {
  const text = new PagedText();
  const decoder = new TextDecoder("windows-1252");
  for await (const piece of source.pieces()) text.append(decoder.decode(piece));
  return { text, encoding: "windows-1252" };
}

function utf16Marked(bytes: Buffer): "utf-16le" | "utf-16be" | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
}

/** How many bytes of a mark there are. */
function markOf(head: Buffer, encoding: "utf-16le" | "utf-16be"): number {
  return utf16Marked(head) === encoding ? 2 : 0;
}

async function utf16(source: ByteSource, skipped: number, encoding: "utf-16le" | "utf-16be"): Promise<DecodedText> {
  const text = new PagedText();
  // A byte that is left over at the end is none of the text.
  const even = (bytes: Buffer) => bytes.length - (bytes.length % 2);
  for await (const part of wholeParts(source, skipped, even)) {
    const units = part.subarray(0, even(part));
    text.append((encoding === "utf-16be" ? units.swap16() : units).toString("utf16le"));
  }
  return { text, encoding };
}

async function utf8(source: ByteSource, skipped: number) {
  const text = new PagedText();
  let isValid = true;
  /** Whether a character of more than a byte is valid. */
  let hasValid = false;
  for await (const part of wholeParts(source, skipped, endOfUtf8)) {
    const isPlain = isAscii(part);
    if (!isPlain && isUtf8(part)) hasValid = true;
    else if (!isPlain) {
      isValid = false;
      hasValid ||= hasValidSequence(part);
    }
    text.append(part.toString(isPlain ? "latin1" : "utf8"));
  }
  return { text, isValid, hasValid };
}

/** The bytes in parts that end where a character does; what is left over at the end is a part, too. Each holds until the next. */
async function* wholeParts(
  source: ByteSource,
  skipped: number,
  endOf: (bytes: Buffer) => number,
): AsyncGenerator<Buffer> {
  let room = Buffer.alloc(0);
  let left = 0;
  let skip = skipped;
  for await (const piece of source.pieces()) {
    const added = piece.subarray(skip);
    skip = Math.max(0, skip - piece.length);
    const size = left + added.length;
    if (size > room.length) room = Buffer.concat([room.subarray(0, left)], size + spare);
    room.set(added, left);
    const bytes = room.subarray(0, size);
    const end = endOf(bytes);
    if (end > 0) yield bytes.subarray(0, end);
    room.copyWithin(0, end, size);
    left = size - end;
  }
  if (left > 0) yield room.subarray(0, left);
}

/** Where a character ends or begins for sure: whatever follows, what stands before is decoded the same. */
function endOfUtf8(bytes: Buffer): number {
  // No character has more than four bytes.
  for (let at = bytes.length - 1; at >= Math.max(0, bytes.length - 4); at -= 1) {
    const byte = bytes[at] as number;
    if (byte < 0x80) return at + 1;
    if (byte >= 0xc0) return at;
  }
  return bytes.length;
}

/** Names the places of bytes that were none; two texts cut at a byte order mark are joined by some tools, and it stays. */
function tellInvalid(text: PagedText, warnings: WarningList): void {
  let line = 1;
  let col = 1;
  let [before, isTold] = [0, false];
  for (const piece of text.pieces()) {
    for (let at = 0; at < piece.length; at += 1) {
      const code = piece.charCodeAt(at);
      // One place for bytes that follow each other.
      if (code === 0xfffd && !isTold) {
        const message = `Line ${line}, character ${col}: bytes that are no UTF-8; they stand as “�”.`;
        warnings.add({ code: "invalid-utf8", line, col, message });
      }
      isTold = code === 0xfffd;
      const isEnd = code === 10 || code === 13;
      if (isEnd) {
        if (code === 13 || before !== 13) line += 1;
        col = 1;
      } else if (code < 0xdc00 || code > 0xdfff) col += 1;
      before = code;
    }
  }
}

function utf16Unmarked(bytes: Buffer): "utf-16le" | "utf-16be" | null {
  const sample = bytes.subarray(0, sampled - (sampled % 2));
  if (sample.length < 4) return null;
  const zeros = [0, 0];
  for (let at = 0; at < sample.length; at += 1) if (sample[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const half = sample.length / 2;
  const [even = 0, odd = 0] = zeros;
  if (odd > half * 0.6 && even < half * 0.1) return "utf-16le";
  return even > half * 0.6 && odd < half * 0.1 ? "utf-16be" : null;
}

function hasValidSequence(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length - 1; at += 1) {
    const first = bytes[at] as number;
    const length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0;
    if (length === 0 || first >= 0xf5) continue;
    if (isUtf8(bytes.subarray(at, at + length)) && at + length <= bytes.length) return true;
  }
  return false;
}
