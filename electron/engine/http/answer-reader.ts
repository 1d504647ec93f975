import { type AnswerHead, HttpFault, readHead } from "./answer-head.ts";

/** Hears an answer while it is read. */
export interface AnswerListener {
  head(head: AnswerHead): void;
  /** A piece of the body, without its framing; it is the listener's own. */
  body(piece: Buffer): void;
  /** All of it has come. */
  end(): void;
}

/** Node's own limit. */
const mostHeadBytes = 16_384;
const headEnd = Buffer.from("\r\n\r\n");
const lineEnd = Buffer.from("\r\n");
const nothing = Buffer.alloc(0);

/**
 * Reads the answer to one request from the bytes of its connection. The bytes are only lent: what is kept of them is
 * copied. Interim answers (1xx) are passed over.
 */
export class AnswerReader {
  private readonly method: string;
  private readonly listener: AnswerListener;
  /** What has come of a line or a head that is not whole. */
  private begun: Buffer = nothing;
  private place: "head" | "length" | "close" | "size" | "chunk" | "chunk end" | "trailer" | "over" = "head";
  private left = 0;
  head: AnswerHead | undefined;

  constructor(method: string, listener: AnswerListener) {
    this.method = method;
    this.listener = listener;
  }

  get isOver(): boolean {
    return this.place === "over";
  }

  /** Gives how many bytes belong to the answer. @throws HttpFault */
  push(bytes: Buffer): number {
    let at = 0;
    while (at < bytes.length && this.place !== "over") at = this.step(bytes, at);
    return at;
  }

  /** The connection has ended. False when the answer is not whole. */
  close(): boolean {
    if (this.place === "close") this.finish();
    return this.place === "over";
  }

  private step(bytes: Buffer, at: number): number {
    switch (this.place) {
      case "head":
        return this.readHead(bytes, at);
      case "size":
        return this.readLine(bytes, at, (line) => this.readSize(line));
      case "chunk end":
        return this.readLine(bytes, at, (line) => this.endChunk(line));
      case "trailer":
        return this.readLine(bytes, at, (line) => {
          if (line === "") this.finish();
        });
      default:
        return this.readBody(bytes, at);
    }
  }

  private readHead(bytes: Buffer, at: number): number {
    const all = this.begun.length === 0 ? bytes.subarray(at) : Buffer.concat([this.begun, bytes.subarray(at)]);
    const end = all.indexOf(headEnd);
    if ((end < 0 ? all.length : end) > mostHeadBytes) throw new HttpFault("HPE_HEADER_OVERFLOW");
    if (end < 0) {
      // Whoever speaks no HTTP is not waited for.
      if (!"HTTP/1.".startsWith(all.toString("latin1", 0, 7))) throw new HttpFault("HPE_INVALID_CONSTANT");
      this.begun = Buffer.from(all);
      return bytes.length;
    }
    const next = at + end + headEnd.length - this.begun.length;
    this.begun = nothing;
    this.takeHead(readHead(all.toString("latin1", 0, end), this.method));
    return next;
  }

  private takeHead(head: AnswerHead): void {
    if (head.statusCode === 101) throw new HttpFault("HPE_PAUSED_UPGRADE");
    if (head.statusCode < 200) return;
    this.head = head;
    this.listener.head(head);
    const { body } = head;
    if (body.kind === "chunks") this.place = "size";
    else if (body.kind === "close") this.place = "close";
    else if (body.bytes === 0) this.finish();
    else {
      this.place = "length";
      this.left = body.bytes;
    }
  }

  /** Of a length, of a chunk, or up to the end of the connection. */
  private readBody(bytes: Buffer, at: number): number {
    const end = this.place === "close" ? bytes.length : Math.min(bytes.length, at + this.left);
    this.left -= end - at;
    this.listener.body(Buffer.from(bytes.subarray(at, end)));
    if (this.left > 0 || this.place === "close") return end;
    if (this.place === "chunk") this.place = "chunk end";
    else this.finish();
    return end;
  }

  private readLine(bytes: Buffer, at: number, take: (line: string) => void): number {
    const rest = bytes.subarray(at);
    const all = this.begun.length === 0 ? rest : Buffer.concat([this.begun, rest]);
    const end = all.indexOf(lineEnd);
    if ((end < 0 ? all.length : end) > mostHeadBytes) throw new HttpFault("HPE_HEADER_OVERFLOW");
    if (end < 0) {
      this.begun = Buffer.from(all);
      return bytes.length;
    }
    const next = at + end + lineEnd.length - this.begun.length;
    this.begun = nothing;
    take(all.toString("latin1", 0, end));
    return next;
  }

  /** Extensions behind the size say nothing to us. */
  private readSize(line: string): void {
    const size = /^([0-9A-Fa-f]{1,12})[ \t]*(?:;.*)?$/.exec(line)?.[1];
    if (size === undefined) throw new HttpFault("HPE_INVALID_CHUNK_SIZE");
    this.left = Number.parseInt(size, 16);
    this.place = this.left === 0 ? "trailer" : "chunk";
  }

  private endChunk(line: string): void {
    if (line !== "") throw new HttpFault("HPE_STRICT");
    this.place = "size";
  }

  private finish(): void {
    this.place = "over";
    this.listener.end();
  }
}
