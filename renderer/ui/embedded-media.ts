import { formatBytes } from "./figures.ts";

/** Base64 that stands in a body as text: nobody reads it, its size and kind say all. */
export interface EmbeddedMedia {
  /** From a `data:` URL; absent for bare base64. */
  mediaType?: string;
  /** Of what is encoded, not of its text. */
  bytes: number;
}

/** Shorter text may be a word that happens to look like base64. */
const shortestBare = 256;

/** What a text embeds, or undefined when it is ordinary text. */
export function embeddedMedia(text: string): EmbeddedMedia | undefined {
  const url = /^data:([\w.+-]+\/[\w.+-]+)?[^,]{0,200};base64,/.exec(text.slice(0, 400));
  if (url) {
    const bytes = decodedBytes(text.length - url[0].length, text);
    return url[1] === undefined ? { bytes } : { mediaType: url[1], bytes };
  }
  if (text.length < shortestBare || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined;
  return { bytes: decodedBytes(text.length, text) };
}

/** Embedded media in words: "image/png · 12 345 B". */
export function mediaText({ mediaType, bytes }: EmbeddedMedia): string {
  return `${mediaType ?? "base64"} · ${formatBytes(bytes)}`;
}

function decodedBytes(characters: number, text: string): number {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return Math.floor(((characters - padding) * 3) / 4);
}
