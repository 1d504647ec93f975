import { connect, type Socket } from "node:net";

export interface RawLoad {
  /** Up to and with `/v1`. */
  baseUrl: string;
  headers: Record<string, string>;
  body: string;
  calls: number;
  concurrency: number;
}

const headEnd = Buffer.from("\r\n\r\n");
const lastChunk = Buffer.from("\r\n0\r\n\r\n");

/**
 * POSTs the same request again and again over as many kept connections as are to be busy at once, and gives the
 * milliseconds each call took to the first byte of its body. Sockets without an HTTP library: what is measured is the
 * server, and a client as dear as the server would hide half of it (`README.md#clients-and-servers`).
 * @throws Error on any answer but a whole 200.
 */
export async function runRawLoad(load: RawLoad): Promise<number[]> {
  const url = new URL(`${load.baseUrl}/chat/completions`);
  const fields = { host: url.host, ...load.headers, "content-length": String(Buffer.byteLength(load.body)) };
  const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = Buffer.from(`POST ${url.pathname} HTTP/1.1\r\n${head.join("")}\r\n${load.body}`);
  const times: number[] = [];
  let left = load.calls;
  async function worker(): Promise<void> {
    const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    while (left-- > 0) times.push(await exchange(socket, request));
    socket.destroy();
  }
  await Promise.all(Array.from({ length: load.concurrency }, worker));
  return times;
}

function exchange(socket: Socket, request: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const before = performance.now();
    const answer = new AnswerReader();
    const receive = (chunk: Buffer) => {
      answer.push(chunk);
      if (answer.failure) finish(() => reject(new Error(answer.failure)));
      else if (answer.isWhole) finish(() => resolve(answer.firstByteAt - before));
    };
    const broken = () => finish(() => reject(new Error("The connection broke.")));
    const finish = (settle: () => void) => {
      socket.off("data", receive).off("close", broken).off("error", broken);
      settle();
    };
    socket.on("data", receive).on("close", broken).on("error", broken);
    socket.write(request);
  });
}

/** Knows the two ways in which an answer tells its end. */
class AnswerReader {
  firstByteAt = 0;
  isWhole = false;
  failure: string | undefined;
  private head: Buffer | undefined = Buffer.alloc(0);
  private bodyLeft: number | undefined;
  private tail = Buffer.alloc(0);

  push(chunk: Buffer): void {
    const body = this.head === undefined ? chunk : this.readHead(Buffer.concat([this.head, chunk]));
    if (body.length > 0) this.readBody(body);
  }

  /** Gives what follows the head. */
  private readHead(bytes: Buffer): Buffer {
    const end = bytes.indexOf(headEnd);
    this.head = end < 0 ? bytes : undefined;
    if (end < 0) return bytes.subarray(bytes.length);
    const head = bytes.toString("latin1", 0, end);
    if (!head.startsWith("HTTP/1.1 200")) this.failure = bytes.toString("utf8").slice(0, 300);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    this.bodyLeft = length === undefined ? undefined : Number(length);
    return bytes.subarray(end + headEnd.length);
  }

  private readBody(bytes: Buffer): void {
    if (this.firstByteAt === 0) this.firstByteAt = performance.now();
    if (this.bodyLeft !== undefined) {
      this.bodyLeft -= bytes.length;
      this.isWhole = this.bodyLeft <= 0;
      return;
    }
    this.tail = Buffer.concat([this.tail, bytes]).subarray(-lastChunk.length);
    this.isWhole = this.tail.equals(lastChunk);
  }
}
