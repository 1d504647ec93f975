import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net";
import type { AnswerHead } from "./answer-head.ts";
import { AnswerReader } from "./answer-reader.ts";
import { IncomingAnswer } from "./incoming-answer.ts";
import { tls } from "./trust.ts";

/** Where a connection leads. */
export interface Place {
  secure: boolean;
  host: string;
  port: number;
  lookup: LookupFunction;
  /** The proxy that leads there: connections of two ways are never taken for one another. */
  via?: string;
  /** A tunnel to it that is open already. */
  through?: Socket;
}

/** What whoever sends a request hears of it. */
export interface RequestListener {
  /** The request has left as far as this machine is concerned. */
  sent(): void;
  answered(answer: IncomingAnswer): void;
  /** No answer comes, or what came of it is not whole; of the latter the answer tells too. */
  failed(error: Error): void;
}

/** A request that has been sent, as long as its answer has not come whole; after that it is nobody's. */
export interface SentRequest {
  /** Something of an answer has come. */
  readonly isHeard: boolean;
  /** Closes the connection; an answer that has begun is cut off. */
  destroy(): void;
}

/** Every connection reads into it: what is read is looked at, and copied as far as it is kept, before the next comes. */
const readBuffer = Buffer.allocUnsafeSlow(65_536);
/** What servers gave to be known again by: the next handshake with them is short. */
const sessions = new Map<string, Buffer>();
const mostSessions = 100;

class Exchange implements SentRequest {
  readonly listener: RequestListener;
  readonly reader: AnswerReader;
  isSent = false;
  isHeard = false;
  answer: IncomingAnswer | undefined;
  private readonly abandon: (exchange: Exchange) => void;

  constructor(listener: RequestListener, reader: AnswerReader, abandon: (exchange: Exchange) => void) {
    this.listener = listener;
    this.reader = reader;
    this.abandon = abandon;
  }

  destroy(): void {
    this.abandon(this);
  }
}

/** One connection to a server: one request at a time, and its answer. */
export class Connection {
  readonly socket: Socket;
  /** It has carried an answer before. */
  isReused = false;
  private isPaused = false;
  private exchange: Exchange | undefined;
  private readonly onFree: (connection: Connection) => void;

  /** `onFree`: it can carry another request. */
  constructor(place: Place, onFree: (connection: Connection) => void) {
    this.onFree = onFree;
    this.socket = open(place, (bytes) => this.receive(bytes));
    this.socket.on("error", (error) => this.broken(error));
    this.socket.on("end", () => this.ended());
    this.socket.on("close", () => this.broken(lost()));
  }

  /** `parts`: the bytes of the request, head first; a text has a character for each byte. */
  send(method: string, parts: readonly (string | Buffer)[], listener: RequestListener): SentRequest {
    const exchange = new Exchange(listener, this.readerOf(method), this.abandon);
    this.exchange = exchange;
    const { socket } = this;
    const sent = () => {
      exchange.isSent = true;
      if (this.exchange === exchange) listener.sent();
    };
    if (parts.length > 1) socket.cork();
    for (const [index, part] of parts.entries()) {
      const done = index === parts.length - 1 ? sent : undefined;
      if (typeof part === "string") socket.write(part, "latin1", done);
      else socket.write(part, done);
    }
    if (parts.length > 1) socket.uncork();
    return exchange;
  }

  /** Another request may have the connection by now. */
  private readonly abandon = (exchange: Exchange): void => {
    if (this.exchange !== exchange) return;
    this.destroy();
    exchange.answer?.destroy(lost());
  };

  destroy(): void {
    this.exchange = undefined;
    this.socket.destroy();
  }

  private readerOf(method: string): AnswerReader {
    return new AnswerReader(method, {
      head: (head) => this.begin(head),
      body: (piece) => {
        if (this.exchange?.answer?.push(piece) === false) this.pause();
      },
      end: () => this.exchange?.answer?.push(null),
    });
  }

  private begin(head: AnswerHead): void {
    const { exchange } = this;
    if (!exchange) return;
    const answer = new IncomingAnswer(head, {
      resume: () => {
        if (this.exchange === exchange) this.resume();
      },
      abandon: () => exchange.destroy(),
    });
    exchange.answer = answer;
    exchange.listener.answered(answer);
  }

  private receive(bytes: Buffer): void {
    const { exchange } = this;
    // Nobody has asked.
    if (!exchange) {
      this.destroy();
      return;
    }
    exchange.isHeard = true;
    try {
      const read = exchange.reader.push(bytes);
      if (exchange.reader.isOver) this.finish(exchange, read < bytes.length);
    } catch (error) {
      this.broken(error instanceof Error ? error : lost());
    }
  }

  private finish(exchange: Exchange, hasMore: boolean): void {
    if (this.exchange !== exchange) return;
    if (exchange.answer) exchange.answer.complete = true;
    // An answer may be there before all of the question has left: what follows would be taken for the next one.
    const isFree = exchange.reader.head?.keepsAlive === true && exchange.isSent && !hasMore && !this.socket.destroyed;
    this.exchange = undefined;
    if (!isFree) return void this.socket.destroy();
    this.isReused = true;
    this.resume();
    this.onFree(this);
  }

  /** A reader that is too slow slows the server down. */
  private pause(): void {
    this.isPaused = true;
    this.socket.pause();
  }

  private resume(): void {
    if (!this.isPaused) return;
    this.isPaused = false;
    this.socket.resume();
  }

  private ended(): void {
    const { exchange } = this;
    if (exchange?.reader.close()) this.finish(exchange, false);
    else this.broken(lost());
  }

  private broken(error: Error): void {
    const { exchange } = this;
    this.exchange = undefined;
    this.socket.destroy();
    if (!exchange) return;
    exchange.listener.failed(error);
    exchange.answer?.destroy(error);
  }
}

function open({ secure, host, port, lookup, through }: Place, take: (bytes: Buffer) => void): Socket {
  const onread = {
    buffer: readBuffer,
    callback: (size: number) => {
      take(readBuffer.subarray(0, size));
      return true;
    },
  };
  const way = { host, port, lookup, noDelay: true, keepAlive: true, keepAliveInitialDelay: 1_000, onread };
  // Over a tunnel Node reads as it reads any stream.
  const options = through ? { socket: through, host } : way;
  if (!secure) return connectTcp(way);
  const key = `${host}:${port}`;
  const session = sessions.get(key);
  const socket = tls().connect({
    ...options,
    servername: isIP(host) === 0 ? host : "",
    ALPNProtocols: ["http/1.1"],
    // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment cannot weaken it.
    rejectUnauthorized: true,
    ...(session ? { session } : {}),
  });
  if (through) socket.on("data", take);
  socket.on("session", (given) => {
    if (sessions.size >= mostSessions) sessions.clear();
    sessions.set(key, given);
  });
  socket.once("error", () => sessions.delete(key));
  return socket;
}

function lost(): Error {
  return Object.assign(new Error("The connection was closed."), { code: "ECONNRESET" });
}
