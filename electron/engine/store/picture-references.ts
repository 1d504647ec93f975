import { mapStrings } from "@shared/domain/json/map-strings.ts";
import {
  hashOfReference,
  isKeptPicture,
  pictureBase64,
  pictureReference,
  pictureToken,
} from "@shared/domain/message/picture.ts";
import type { PictureStore } from "./picture-store.ts";

/**
 * A value with whole pictures in place of the references to them. A reference whose picture is gone stays: the run then
 * says which picture it is.
 */
export async function withWholePictures<T>(value: T, pictures: Pick<PictureStore, "find">): Promise<T> {
  const found = new Map<string, string>();
  for (const reference of stringsOf(value, (text) => hashOfReference(text) !== undefined)) {
    const url = await pictures.find(hashOfReference(reference) ?? "");
    if (url !== undefined) found.set(reference, url);
  }
  return found.size === 0 ? value : mapStrings(value, (text) => found.get(text) ?? text);
}

/**
 * An answer with tokens in place of the base64 of every picture that stands in `request` and is kept. The page has
 * these pictures, or asks for them once; a preview would otherwise carry them several times with every keystroke.
 */
export async function withPictureTokens<T>(
  answer: T,
  request: unknown,
  pictures: Pick<PictureStore, "hashOf">,
): Promise<T> {
  const tokens = new Map<string, string>();
  for (const url of stringsOf(request, isKeptPicture)) {
    const hash = await pictures.hashOf(url);
    if (hash !== undefined) tokens.set(pictureBase64(url), pictureToken(hash));
  }
  if (tokens.size === 0) return answer;
  return mapStrings(answer, (text) => {
    let short = text;
    for (const [base64, token] of tokens) {
      if (short.length >= base64.length) short = short.replaceAll(base64, token);
    }
    return short;
  });
}

/** Removes old pictures that `value` does not refer to. One that cannot be removed now is tried at the next start. */
export async function removeUnusedPictures(
  pictures: Pick<PictureStore, "removeUnused">,
  value: unknown,
): Promise<void> {
  const used = stringsOf(value, (text) => hashOfReference(text) !== undefined);
  await pictures.removeUnused((hash) => used.has(pictureReference(hash))).catch(() => undefined);
}

function stringsOf(value: unknown, isWanted: (text: string) => boolean): ReadonlySet<string> {
  const found = new Set<string>();
  mapStrings(value, (text) => {
    if (!found.has(text) && isWanted(text)) found.add(text);
    return text;
  });
  return found;
}
