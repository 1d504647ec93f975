import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { FileSource } from "@routes/host-services.ts";
import { securityHeaders } from "@routes/renderer-files.ts";
import type { Envelope } from "@shared/contract/envelope.ts";
import { AppFailure, appErrorOf } from "@shared/domain/error/app-failure.ts";
import { randomToken, sha256 } from "./session.ts";

/** Where pages hand files over, with a code behind it. */
export const uploadPath = "/upload/";

/** How long a page may be silent between two parts. */
const patienceMs = 30_000;
/** Bytes of a part that a page sends; its own are half of that. */
const longestPart = 32 * 1_048_576;
/** Parts of a request come in pieces of 64 KB; so many are passed on at once. */
const gatheredBytes = 1_048_576;

/**
 * Files that a page hands over, each at an address of its own, in parts of its choice: `POST …?at=<bytes before>&of=<bytes in all>`.
 * A part is answered when it was taken, so that a page is never faster than the disk.
 */
export interface Uploads {
  /** Asks for a file. */
  ask(): FileSource;
  /** Whether a file is asked for at this code. */
  knows(code: string): boolean;
  /** Hears a part of it, and answers it. */
  take(code: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** A request with a part of the file. */
interface Part {
  at: number;
  of: number;
  request: IncomingMessage;
  answered: PromiseWithResolvers<void>;
}

interface Upload {
  /** Of the code: codes themselves are kept nowhere. */
  digest: Buffer;
  waiting: Part[];
  wake(): void;
}

export function createUploads(): Uploads {
  const uploads = new Set<Upload>();

  function find(code: string): Upload | undefined {
    const digest = sha256(code);
    return [...uploads].find((upload) => timingSafeEqual(upload.digest, digest));
  }

  /** What is still waiting hears why it is not wanted. */
  function end(upload: Upload, failure: unknown): void {
    uploads.delete(upload);
    for (const { answered } of upload.waiting.splice(0)) answered.reject(failure);
  }

  return {
    ask() {
      const code = randomToken();
      const upload: Upload = { digest: sha256(code), waiting: [], wake: () => {} };
      return {
        path: `${uploadPath}${code}`,
        async open(signal) {
          uploads.add(upload);
          try {
            const { of } = await firstPart(upload, signal);
            return { bytes: of, pieces: piecesOf(upload, of, signal, (failure) => end(upload, failure)) };
          } catch (error) {
            end(upload, error);
            throw error;
          }
        },
      };
    },
    knows: (code) => find(code) !== undefined,
    async take(code, request, response) {
      const part = { ...placeOf(request), request, answered: Promise.withResolvers<void>() };
      const upload = find(code);
      try {
        if (!upload || part.of < part.at) throw notInOrder();
        upload.waiting.push(part);
        upload.wake();
        await part.answered.promise;
        answer(response, { ok: true, data: null });
      } catch (error) {
        // A browser that is still sending would hear of a broken connection, and not what is wrong.
        await readPast(request);
        response.setHeader("connection", "close");
        answer(response, { ok: false, error: appErrorOf(error) });
      }
    },
  };
}

/** `at` and `of` of the address; both are whole numbers, or there is no place. */
function placeOf({ url = "" }: IncomingMessage): { at: number; of: number } {
  const query = new URLSearchParams(url.split("?", 2)[1] ?? "");
  const number = (name: string) => (/^\d{1,15}$/.test(query.get(name) ?? "") ? Number(query.get(name)) : Number.NaN);
  const place = { at: number("at"), of: number("of") };
  return Number.isNaN(place.at + place.of) ? { at: 1, of: 0 } : place;
}

/** The part that comes next, which stays where it waits. */
async function firstPart(upload: Upload, signal: AbortSignal): Promise<Part> {
  const [first] = upload.waiting;
  if (first) return first;
  const come = Promise.withResolvers<void>();
  upload.wake = come.resolve;
  const timer = setTimeout(come.resolve, patienceMs);
  signal.addEventListener("abort", () => come.resolve(), { once: true });
  if (signal.aborted) come.resolve();
  await come.promise;
  clearTimeout(timer);
  const [part] = upload.waiting;
  if (signal.aborted) throw new AppFailure("cancelled");
  if (!part) throw brokenOff();
  return part;
}

async function* piecesOf(
  upload: Upload,
  of: number,
  signal: AbortSignal,
  end: (failure: unknown) => void,
): AsyncGenerator<Uint8Array, void> {
  let at = 0;
  let failure: unknown = new AppFailure("cancelled");
  try {
    do {
      const part = await firstPart(upload, signal);
      if (part.at !== at || part.of !== of) throw notInOrder();
      for await (const piece of gathered(part.request, signal)) {
        at += piece.byteLength;
        if (at > of) throw notInOrder();
        yield piece;
      }
      upload.waiting.shift();
      part.answered.resolve();
    } while (at < of);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    end(failure);
  }
}

/** @throws AppFailure `cancelled` when the browser breaks off, or the signal aborts. */
async function* gathered(request: IncomingMessage, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  // The socket stays open for the answer. Whoever waits for bytes that do not come is woken by an abort.
  const wake = () => request.destroy();
  signal.addEventListener("abort", wake);
  if (signal.aborted) wake();
  let chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes < gatheredBytes) continue;
      yield Buffer.concat(chunks);
      [chunks, bytes] = [[], 0];
    }
  } catch {
    throw signal.aborted ? new AppFailure("cancelled") : brokenOff();
  } finally {
    signal.removeEventListener("abort", wake);
  }
  if (!request.complete) throw brokenOff();
  if (bytes > 0) yield Buffer.concat(chunks);
}

/** The rest of a part that is not wanted, as far as a page's own part can be long. */
async function readPast(request: IncomingMessage): Promise<void> {
  let left = longestPart;
  await new Promise<void>((resolve) => {
    if (request.complete || request.destroyed) resolve();
    request.once("close", resolve).once("end", resolve);
    request.on("data", ({ byteLength }: Buffer) => {
      left -= byteLength;
      if (left < 0) resolve();
    });
  });
}

function answer(response: ServerResponse, envelope: Envelope<null>): void {
  if (response.destroyed) return;
  const headers = { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" };
  response.writeHead(envelope.ok ? 200 : 400, { ...securityHeaders, ...headers }).end(JSON.stringify(envelope));
}

function notInOrder(): AppFailure {
  return new AppFailure("invalid_input", { message: "The parts of the file did not come in their order." });
}

function brokenOff(): AppFailure {
  return new AppFailure("cancelled", {
    message: "The browser did not hand over the whole file.",
    advice: "Choose it again. Nothing was changed.",
  });
}
