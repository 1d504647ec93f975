import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Connection, SentRequest } from "./connection.ts";
import type { ExchangeRecorder } from "./exchange-recorder.ts";
import type { FetchContext } from "./http.ts";
import type { IncomingAnswer } from "./incoming-answer.ts";
import { networkFailure } from "./network-failure.ts";
import { findProxy, type HttpProxy } from "./proxies.ts";
import { joinSecrets, type OutgoingRequest } from "./request-building.ts";
import { openConnection, openThroughProxy, requestParts, watchConnection } from "./socket.ts";
import { passwordWanted, unreachable } from "./tunnel.ts";

/** What whoever sends a request hears of it. At most one of the two is called, and only once. */
export interface SendingEnds {
  answered(message: IncomingAnswer): void;
  /** Also later than `answered`, when the connection breaks; the body then says so too. */
  failed(failure: AppFailure): void;
}

/**
 * A request on its way to the head of its answer: secrets joined last, limits on waiting, times written down, and a
 * socket that had lain idle and was closed meanwhile replaced once. No redirect is followed: that is the answer.
 */
export class Sending {
  private readonly outgoing: OutgoingRequest;
  private readonly context: FetchContext;
  private readonly recorder: ExchangeRecorder;
  /** Every secret value of the request, for the redactor. */
  private readonly secretValues: string[];
  private readonly ends: SendingEnds;
  /** Aborted when nobody waits for a connection any more that is being made. */
  private readonly making = new AbortController();
  private proxy: HttpProxy | null = null;
  private request: SentRequest | undefined;
  private timer: NodeJS.Timeout | undefined;
  private replaced = false;
  private ended = false;

  constructor(
    outgoing: OutgoingRequest,
    context: FetchContext,
    recorder: ExchangeRecorder,
    secretValues: string[],
    ends: SendingEnds,
  ) {
    this.outgoing = outgoing;
    this.context = context;
    this.recorder = recorder;
    this.secretValues = secretValues;
    this.ends = ends;
  }

  start(): void {
    try {
      this.open(this.context.once ?? false);
    } catch (error) {
      this.ends.failed(networkFailure(error, this.outgoing.url));
    }
  }

  /** Nothing is heard of it any more; with `destroy` its connection is gone. */
  end(destroy: boolean): void {
    this.ended = true;
    clearTimeout(this.timer);
    if (!destroy) return;
    this.making.abort();
    this.request?.destroy();
  }

  private open(fresh: boolean): void {
    const proxy = findProxy(this.outgoing.url);
    if (proxy instanceof Promise) this.later(proxy, (found) => this.connect(fresh, found));
    else this.connect(fresh, proxy);
  }

  private connect(fresh: boolean, proxy: HttpProxy | null): void {
    this.proxy = proxy;
    if (proxy) this.recorder.exchange.proxy = proxy.shown;
    const { url } = this.outgoing;
    const connection = proxy
      ? openThroughProxy(url, { fresh, proxy, signal: this.making.signal })
      : openConnection(url, { fresh });
    if (connection instanceof Promise) {
      this.failAfter("connect_timeout", this.context.limits.connectMs);
      this.later(
        connection,
        (made) => this.send(made),
        (late) => late.destroy(),
      );
    } else this.send(connection);
  }

  /** Goes on when there is what was waited for, unless all is over then. */
  private later<T>(waited: Promise<T>, goOn: (value: T) => void, drop: (value: T) => void = () => undefined): void {
    waited
      .then((value) => (this.ended ? drop(value) : goOn(value)))
      .catch((error: unknown) => {
        if (!this.ended) this.ends.failed(networkFailure(error, this.outgoing.url));
      });
  }

  private send(connection: Connection): void {
    const { url, body, wire } = this.outgoing;
    const { limits, secrets } = this.context;
    const timings = this.recorder.exchange.timings;
    const headers = joinSecrets(wire.headers, {
      resolve: (id) => {
        const value = secrets.resolve(id);
        this.secretValues.push(value);
        return value;
      },
    });
    const { isReused } = connection;
    if (!isReused) this.failAfter("connect_timeout", limits.connectMs);
    watchConnection(connection, timings, this.recorder.elapsed, url.protocol === "https:", () =>
      this.failAfter("first_byte_timeout", limits.firstByteMs),
    );
    const request = connection.send(
      wire.method,
      requestParts(url, wire.method, headers, { bytes: body, text: wire.body }, this.proxy),
      {
        sent: () => {
          timings.requestSent = this.recorder.elapsed();
        },
        answered: (message) => {
          clearTimeout(this.timer);
          this.recorder.responded(message);
          // In the clear a proxy answers in the server's place; 407 is a proxy's alone (RFC 9110, 15.5.8).
          const isProxys = url.protocol === "http:" && message.statusCode === 407;
          if (this.proxy && isProxys) this.ends.failed(passwordWanted(this.proxy));
          else this.ends.answered(message);
        },
        failed: (error) => {
          // One that was replaced.
          if (request === this.request) this.broken(request, isReused, error);
        },
      },
    );
    this.request = request;
  }

  /** Before any byte of an answer, on a socket that had lain idle: the server had closed it. Anything else is final. */
  private broken(request: SentRequest, isReused: boolean, error: Error): void {
    const failure = this.failureOf(error);
    const isStale = isReused && !request.isHeard && failure.error.code === "connection_lost";
    if (isStale && !this.replaced && !this.ended) {
      this.replaced = true;
      this.open(true);
      return;
    }
    this.ends.failed(failure);
  }

  /** In the clear it is the proxy that a request is sent to, so it is the proxy that is not there. */
  private failureOf(error: Error): AppFailure {
    const failure = networkFailure(error, this.outgoing.url);
    const { code, detail } = failure.error;
    const isAbsent = code === "connection_refused" || code === "dns_failed" || code === "connect_timeout";
    return this.proxy && isAbsent ? unreachable(this.proxy, detail) : failure;
  }

  private failAfter(code: "connect_timeout" | "first_byte_timeout", ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ends.failed(new AppFailure(code)), ms);
  }
}
