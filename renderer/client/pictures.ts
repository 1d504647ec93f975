import type { CallName, RouteInput, RouteOutput } from "@shared/contract/routes.ts";
import { createBoundedMap } from "@shared/domain/bounded-map.ts";
import { mapStrings, visitStrings } from "@shared/domain/json/map-strings.ts";
import {
  fillTokens,
  hashesOfTokens,
  hashOfReference,
  isKeptPicture,
  isLongPicture,
  mayReferToPicture,
  pictureReference,
} from "@shared/domain/message/picture.ts";
import type { ApiClient, CallOptions } from "./client.ts";

const packed: ReadonlySet<CallName> = new Set<CallName>(["draft.save", "run.preview", "run.start", "gateway.export"]);
const unpacked: ReadonlySet<CallName> = new Set<CallName>(["draft.get", "run.preview", "run.get"]);

/** A character of a data: URL is a byte. */
const remembered = { items: 1_000, bytes: 128 * 1_048_576 };

/**
 * A client over which every picture goes once: what is sent refers to pictures the engine keeps, and answers come with
 * the pictures put back. Above it there are only whole pictures, and references to those whose file is gone.
 */
export function withPictures(client: ApiClient): ApiClient {
  /** By data: URL; the engine has it, or gets it just now. A forgotten one is asked for again. */
  const hashes = createBoundedMap<Promise<string> | string>(remembered);
  const urls = createBoundedMap<string>(remembered);

  function keep(url: string): Promise<string> | string {
    const known = hashes.get(url);
    if (known !== undefined) return known;
    const keeping = client.call("pictures.keep", { url }).then(
      ({ hash }) => {
        learn(hash, url);
        return hash;
      },
      (error: unknown) => {
        hashes.delete(url);
        throw error;
      },
    );
    hashes.set(url, keeping, url.length);
    return keeping;
  }

  function learn(hash: string, url: string): void {
    hashes.set(url, hash, url.length);
    urls.set(hash, url, url.length);
  }

  async function pack<T>(value: T): Promise<T> {
    const found = new Set<string>();
    visitStrings(value, (text) => {
      if (isLongPicture(text) && (hashes.has(text) || isKeptPicture(text))) found.add(text);
    });
    if (found.size === 0) return value;
    const references = new Map<string, string>();
    for (const [url, hash] of await Promise.all([...found].map(async (url) => [url, await keep(url)] as const))) {
      references.set(url, pictureReference(hash));
    }
    return mapStrings(value, (text) => references.get(text) ?? text);
  }

  async function unpack<T>(value: T): Promise<T> {
    const wanted = new Set<string>();
    visitStrings(value, (text) => {
      if (!mayReferToPicture(text)) return;
      const hash = hashOfReference(text);
      for (const found of hash === undefined ? hashesOfTokens(text) : [hash]) wanted.add(found);
    });
    // The preview of a long prompt holds tens of thousands of texts and is read while somebody types.
    if (wanted.size === 0) return value;
    // Held here until all are put in: what is remembered may be less than one value refers to.
    const found = new Map(await Promise.all([...wanted].map(async (hash) => [hash, await find(hash)] as const)));
    return mapStrings(value, (text) => {
      const hash = hashOfReference(text);
      return hash === undefined ? fillTokens(text, (known) => found.get(known)) : (found.get(hash) ?? text);
    });
  }

  async function find(hash: string): Promise<string | undefined> {
    const known = urls.get(hash);
    if (known !== undefined) return known;
    const { url } = await client.call("pictures.get", { hash });
    if (url === null) return undefined;
    learn(hash, url);
    return url;
  }

  return {
    async call<N extends CallName>(name: N, input: RouteInput<N>, options: CallOptions = {}): Promise<RouteOutput<N>> {
      const sent = packed.has(name) ? await pack(input) : input;
      const answer = await client.call(name, sent, options);
      return unpacked.has(name) ? unpack(answer) : answer;
    },
    stream: client.stream,
    sendFile: client.sendFile,
  };
}
