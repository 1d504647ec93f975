import { isUtf8 } from "node:buffer";
import type { ReadAs } from "@shared/domain/dataset/dataset.ts";
import type { WarningList } from "./warning-list.ts";

/** A file's text and in which encoding it was. */
export interface DecodedText {
  text: string;
  encoding: "utf-8" | "utf-8-bom" | "utf-16le" | "utf-16be" | "windows-1252";
}

const sampled = 65_536;

/**
 * Takes the encoding a person names, else finds it: a byte order mark; zero bytes in every second place; strict UTF-8; where that fails and not one
 * character of more than a byte is valid, Windows-1252. Valid and invalid mixed is UTF-8 with a place to name.
 */
export function decodeText(bytes: Buffer, warnings: WarningList, told?: ReadAs["encoding"]): DecodedText {
  if (told === "windows-1252") return { text: new TextDecoder(told).decode(bytes), encoding: told };
  if (told === "utf-16le" || told === "utf-16be")
    return { text: utf16(withoutMark(bytes, told), told), encoding: told };
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return { text: utf8(bytes.subarray(3), warnings), encoding: "utf-8-bom" };
  }
  const marked = told === undefined ? utf16Marked(bytes) : null;
  if (marked) return { text: utf16(bytes.subarray(2), marked), encoding: marked };
  const unmarked = told === undefined ? utf16Unmarked(bytes) : null;
  if (unmarked) {
    const name = unmarked.toUpperCase();
    warnings.add({ code: "encoding-guessed", message: `Read as ${name}: every second byte is zero.` });
    return { text: utf16(bytes, unmarked), encoding: unmarked };
  }
  if (told === "utf-8" || isUtf8(bytes) || hasValidSequence(bytes))
    return { text: utf8(bytes, warnings), encoding: "utf-8" };
  warnings.add({ code: "encoding-guessed", message: "Read as Windows-1252: the file is no UTF-8." });
  return { text: new TextDecoder("windows-1252").decode(bytes), encoding: "windows-1252" };
}

function utf16Marked(bytes: Buffer): "utf-16le" | "utf-16be" | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
}

function withoutMark(bytes: Buffer, encoding: "utf-16le" | "utf-16be"): Buffer {
  const mark = encoding === "utf-16le" ? 0xfeff : 0xfffe;
  return bytes.length >= 2 && bytes.readUInt16LE(0) === mark ? bytes.subarray(2) : bytes;
}

function utf16(bytes: Buffer, encoding: "utf-16le" | "utf-16be"): string {
  if (encoding === "utf-16le") return bytes.toString("utf16le");
  const swapped = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  return swapped.swap16().toString("utf16le");
}

/** Two texts cut at a byte order mark are joined by some tools; the mark inside stays, as a character to tell of. */
function utf8(bytes: Buffer, warnings: WarningList): string {
  const text = bytes.toString("utf8");
  if (isUtf8(bytes)) return text;
  let line = 1;
  let lineStart = 0;
  let last = -2;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) {
      line += 1;
      lineStart = at + 1;
    }
    if (code !== 0xfffd) continue;
    // One place for bytes that follow each other.
    if (at !== last + 1) {
      const col = [...text.slice(lineStart, at)].length + 1;
      const message = `Line ${line}, character ${col}: bytes that are no UTF-8; they stand as “�”.`;
      warnings.add({ code: "invalid-utf8", line, col, message });
    }
    last = at;
  }
  return text;
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
