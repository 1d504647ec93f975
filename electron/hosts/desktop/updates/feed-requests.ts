import { type ClientRequest, type RequestOptions, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Duplex } from "node:stream";
import { openSocket } from "@engine/http/socket.ts";
import { configureRequestOptions, configureRequestUrl, type DownloadOptions, HttpExecutor } from "builder-util-runtime";

/**
 * How the updater's library asks the feed: by the app's own connections, so that the proxy and the certificates are those of
 * every other call. The library's own way, Chromium's, knows neither what Settings → Network chose nor `PROMPTSCOPE_CA_CERTS`.
 */
export class FeedRequests extends HttpExecutor<ClientRequest> {
  /** Of the work under way: what it ends closes the connection. */
  signal: AbortSignal = AbortSignal.abort();
  /** The address that was asked for last, to say which failed. */
  asked = new URL("https://feed.invalid/");

  createRequest(options: RequestOptions, callback: (response: unknown) => void): ClientRequest {
    const { signal } = this;
    const url = addressOf(options);
    this.asked = url;
    const request = url.protocol === "https:" ? requestHttps : requestHttp;
    const createConnection = (_: unknown, done: (error: Error | null, socket: Duplex) => void) => {
      void connectTo(url, signal).then(
        (socket) => done(null, socket),
        (error: Error) => done(error, undefined as never),
      );
      return undefined;
    };
    return request({ ...options, signal, createConnection } as RequestOptions, callback);
  }

  /** What the library asks of whoever sends for it: a file, straight to the disk, its checksum taken on the way. */
  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise((resolve, reject, onCancel) => {
      const requestOptions: RequestOptions = { headers: options.headers ?? undefined };
      configureRequestUrl(url, requestOptions);
      configureRequestOptions(requestOptions);
      const callback = (error?: Error | null) => (error ? reject(error) : resolve(destination));
      this.doDownload(requestOptions, { destination, options, onCancel, callback, responseHandler: null }, 0);
    });
  }
}

function addressOf({ protocol, hostname, port, path }: RequestOptions): URL {
  return new URL(`${protocol ?? "https:"}//${hostname}${port ? `:${port}` : ""}${path ?? "/"}`);
}

/**
 * What comes is run on this machine, and on Linux nothing but the feed says that it is ours: so never in the clear.
 * @throws Error for an address that anybody on the way could answer for.
 */
async function connectTo(url: URL, signal: AbortSignal): Promise<Duplex> {
  const isHere = url.hostname === "127.0.0.1" || url.hostname === "[::1]";
  if (url.protocol !== "https:" && !isHere) {
    throw Object.assign(new Error(`${url.origin} is not encrypted`), { code: "ERR_FEED_IN_THE_CLEAR" });
  }
  return openSocket(url, signal);
}
