import { isBase64From } from "../json/base64.ts";
import { largestDocument } from "./document.ts";
import { largestImage } from "./image-limits.ts";

/*
 * Pictures, and documents, which go the same way, between the interface and the engine. Each is kept once in the profile, by the SHA-256 of its data: URL, and
 * crosses the wire once. A draft and a request refer to it (`pictureReference` in place of the whole URL); answers that
 * repeat its base64 inside longer texts, as a body does, have a `pictureToken` in its place.
 */

/** Characters. A shorter picture stays where it is: a file of its own would save nothing. */
const shortest = 1_024;
const longestOf = (bytes: number) => Math.ceil((bytes / 3) * 4) + 1_000;

const head = /^data:(?:image\/(?:png|jpeg|gif|webp)|application\/pdf(?:;name=[^;,]*)?);base64,/;
const scheme = "promptscope-picture:";
/** Behind the scheme stand 64 digits. */
const shortestReference = scheme.length + 64;
const reference = /^promptscope-picture:([0-9a-f]{64})$/;
const token = /<promptscope-picture:([0-9a-f]{64})>/g;

/** Whether a text is a picture that is kept once. */
export function isKeptPicture(text: string): boolean {
  if (!isLongPicture(text) || !head.test(text)) return false;
  const longest = longestOf(text.startsWith("data:image/") ? largestImage : largestDocument);
  return text.length <= longest && isBase64From(text, text.indexOf(",") + 1);
}

/** The quick part of `isKeptPicture`: no text of a person is like this. */
export function isLongPicture(text: string): boolean {
  return text.length >= shortest && (text.startsWith("data:image/") || text.startsWith("data:application/pdf"));
}

/** What stands in place of a picture's data: URL. */
export function pictureReference(hash: string): string {
  return `promptscope-picture:${hash}`;
}

/** The quick part of `hashOfReference` and `hashesOfTokens`: short texts and those of a person are not looked through. */
export function mayReferToPicture(text: string): boolean {
  return text.length >= shortestReference && text.includes(scheme);
}

/** The hash in a text that is a reference to a picture and nothing else. */
export function hashOfReference(text: string): string | undefined {
  return reference.exec(text)?.[1];
}

/** What stands in place of a picture's base64 inside a longer text. */
export function pictureToken(hash: string): string {
  return `<promptscope-picture:${hash}>`;
}

/** The hashes of all tokens in a text. */
export function hashesOfTokens(text: string): string[] {
  return Array.from(text.matchAll(token), ([, hash]) => hash ?? "");
}

/** A text with the pictures' base64 in place of their tokens; a token `find` does not know stays. */
export function fillTokens(text: string, find: (hash: string) => string | undefined): string {
  return text.replace(token, (whole, hash: string) => {
    const picture = find(hash);
    return picture === undefined ? whole : pictureBase64(picture);
  });
}

/** The base64 of a picture's data: URL. */
export function pictureBase64(url: string): string {
  return url.slice(url.indexOf(",") + 1);
}
