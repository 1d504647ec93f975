import { timingSafeEqual } from "node:crypto";
import type { ServerResponse } from "node:http";
import { finished } from "node:stream/promises";
import { drained } from "@engine/http/drained.ts";
import { reportWhile } from "@engine/time/report-while.ts";
import type { FileToKeep } from "@routes/host-services.ts";
import { securityHeaders } from "@routes/renderer-files.ts";
import type { FileKeeping } from "@shared/domain/backup.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { randomToken, sha256 } from "./session.ts";

/** Where files are fetched, with their code behind it. Outside `/api`: a browser fetches what it keeps with GET. */
export const downloadPath = "/download/";

/** How long an address works. The page has the browser fetch it at once. */
const lifetimeMs = 30_000;

/** Files that a browser fetches: each at an address of its own, which works once and for as long as the page wants the file. */
export interface Downloads {
  /** Offers a file, and tells how far it is until the browser has all of it. Aborting cuts the browser's download off. */
  offer(file: FileToKeep, signal: AbortSignal): AsyncGenerator<FileKeeping, void>;
  /** Whether a file waits at this code. */
  knows(code: string): boolean;
  /** Sends it; the code is good for nothing from then on. */
  send(code: string, response: ServerResponse): Promise<void>;
}

interface Offer {
  /** Of the code: codes themselves are kept nowhere. */
  digest: Buffer;
  file: FileToKeep;
  signal: AbortSignal;
  sent: number;
  end: PromiseWithResolvers<void>;
}

export function createDownloads(): Downloads {
  const offers = new Set<Offer>();

  function find(code: string): Offer | undefined {
    const digest = sha256(code);
    return [...offers].find((offer) => timingSafeEqual(offer.digest, digest));
  }

  return {
    async *offer(file, signal) {
      const code = randomToken();
      const offer: Offer = { digest: sha256(code), file, signal, sent: 0, end: Promise.withResolvers() };
      offers.add(offer);
      offer.end.promise.catch(() => undefined); // Whoever asked may have left.
      const giveUp = (failure: AppFailure) => {
        // Once it is being sent, sending it ends it.
        if (offers.delete(offer)) offer.end.reject(failure);
      };
      const stop = () => giveUp(new AppFailure("cancelled"));
      const timer = setTimeout(() => giveUp(notFetched()), lifetimeMs);
      signal.addEventListener("abort", stop);
      if (signal.aborted) stop();
      try {
        yield { kind: "offered", path: `${downloadPath}${code}`, name: file.name };
        yield* reportWhile(offer.end.promise, () => ({ kind: "writing" as const, bytes: offer.sent, of: file.bytes }));
        yield { kind: "written", bytes: file.bytes, path: null };
      } finally {
        clearTimeout(timer);
        signal.removeEventListener("abort", stop);
        stop();
      }
    },
    knows: (code) => find(code) !== undefined,
    async send(code, response) {
      const offer = find(code);
      if (!offer || !offers.delete(offer)) {
        response.writeHead(404, securityHeaders).end();
        return;
      }
      try {
        await sendFile(offer, response);
        offer.end.resolve();
      } catch (error) {
        // A connection that is closed in order is a whole file to a browser, even when it is too short.
        response.socket?.resetAndDestroy();
        offer.end.reject(offer.signal.aborted ? new AppFailure("cancelled") : error);
      }
    },
  };
}

/** Writes as fast as the browser takes it. @throws AppFailure, and as reading the file does. */
async function sendFile(offer: Offer, response: ServerResponse): Promise<void> {
  const { file, signal } = offer;
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  // A browser that has paused would take no notice otherwise.
  const cut = () => response.socket?.resetAndDestroy();
  signal.addEventListener("abort", cut);
  try {
    response.writeHead(200, {
      ...securityHeaders,
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename="${file.name.replace(/[^\w.-]/g, "_")}"`,
      "content-length": file.bytes,
      "cache-control": "no-store",
      "accept-ranges": "none",
    });
    for await (const piece of file.pieces(AbortSignal.any([signal, gone.signal]))) {
      response.write(piece);
      await drained(response);
      offer.sent += piece.byteLength;
    }
    response.end();
    await finished(response);
  } catch (error) {
    throw gone.signal.aborted ? stoppedByBrowser() : error;
  } finally {
    signal.removeEventListener("abort", cut);
  }
}

function stoppedByBrowser(): AppFailure {
  return new AppFailure("cancelled", {
    message: "The browser stopped the download.",
    advice: "Its list of downloads says why. Back up again when that is mended.",
  });
}

function notFetched(): AppFailure {
  return new AppFailure("cancelled", {
    message: "The browser did not fetch the file.",
    advice: "Allow downloads for this page, and back up again.",
  });
}
