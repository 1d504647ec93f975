import type { AnswerHead } from "./answer-head.ts";
import { headerPairs } from "./exchange-recorder.ts";
import type { ResponseRecord, SentAnswer } from "./http.ts";
import type { ResponseBody } from "./response-body.ts";

/** What of a head an answer shows. */
type ShownHead = Pick<AnswerHead, "statusCode" | "statusMessage" | "headers" | "rawHeaders">;

export function createSentAnswer(head: ShownHead, body: ResponseBody | null, record: ResponseRecord): SentAnswer {
  const status = head.statusCode;
  const whole = () => (body ? wholeOf(body) : Promise.resolve(Buffer.alloc(0)));
  return {
    status,
    statusText: head.statusMessage,
    ok: status >= 200 && status < 300,
    get headers() {
      return headersOf(headerPairs(head.rawHeaders));
    },
    contentType: head.headers["content-type"] ?? "",
    body,
    whole,
    text: async () => new TextDecoder().decode(await whole()),
    record,
  };
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
