import type { ReadableAnswer } from "../apis/api.ts";

/** The answer of a request whose body has come: a `Response` of the same bytes costs as much as reading them. */
export class WholeAnswer implements ReadableAnswer {
  readonly whole: Buffer;
  readonly headers: ReadableAnswer["headers"];

  /** `contentType`: empty where there is none. */
  constructor(whole: Buffer, contentType: string) {
    this.whole = whole;
    this.headers = {
      get: (name) => (name.toLowerCase() === "content-type" && contentType !== "" ? contentType : null),
    };
  }

  get body(): Response["body"] {
    return new Response(new Uint8Array(this.whole)).body;
  }

  /** As `Response` gives it: without a byte order mark, what is no UTF-8 replaced. */
  async text(): Promise<string> {
    return new TextDecoder().decode(this.whole);
  }
}
