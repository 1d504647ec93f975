import type { AnswerHead } from "./answer-head.ts";
import { headerPairs } from "./exchange-recorder.ts";
import type { ResponseRecord, SentAnswer } from "./http.ts";
import type { ResponseBody } from "./response-body.ts";

/** What of a head an answer shows. */
type ShownHead = Pick<AnswerHead, "statusCode" | "statusMessage" | "headers" | "rawHeaders">;

/**
 * A class, as whatever has a getter and is made for each call: an object with a getter of its own has a shape of its own,
 * and shapes are kept, with all that the getter can reach, until the whole heap is looked through.
 */
class HeadedAnswer implements SentAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly ok: boolean;
  readonly contentType: string;
  readonly body: ResponseBody | null;
  readonly record: ResponseRecord;
  private readonly rawHeaders: readonly string[];

  constructor(head: ShownHead, body: ResponseBody | null, record: ResponseRecord) {
    this.status = head.statusCode;
    this.statusText = head.statusMessage;
    this.ok = this.status >= 200 && this.status < 300;
    this.contentType = head.headers["content-type"] ?? "";
    this.body = body;
    this.record = record;
    this.rawHeaders = head.rawHeaders;
  }

  get headers(): Headers {
    return headersOf(headerPairs(this.rawHeaders));
  }

  whole(): Promise<Buffer> {
    return this.body ? wholeOf(this.body) : Promise.resolve(Buffer.alloc(0));
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.whole());
  }
}

export function createSentAnswer(head: ShownHead, body: ResponseBody | null, record: ResponseRecord): SentAnswer {
  return new HeadedAnswer(head, body, record);
}

async function wholeOf(body: ResponseBody): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await body.read();
    if (done) break;
    pieces.push(value);
  }
  const [only] = pieces;
  return pieces.length === 1 && only instanceof Buffer ? only : Buffer.concat(pieces);
}

/** Names and values no header can have are left out: what a redactor left in a recorded one, or a server sent. */
function headersOf(pairs: readonly (readonly [name: string, value: string])[]): Headers {
  const headers = new Headers();
  for (const [name, value] of pairs) {
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)) headers.append(name, value);
  }
  return headers;
}
