/*
 * What `shared/` may use of the world beyond the language: names that Node and every browser have alike. It is compiled
 * without the types of either, so anything else does not compile here.
 */

declare class URL {
  constructor(url: string, base?: string | URL);
  static canParse(url: string): boolean;
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly hostname: string;
  readonly origin: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
  readonly searchParams: Iterable<[name: string, value: string]> & { get(name: string): string | null };
}

declare class TextEncoder {
  encode(text: string): Uint8Array;
}
