import { toBase64 } from "./base64.ts";
import { engineClient } from "./client.ts";

/** Bytes of a piece: as base64 it stays below what a call may carry. */
const pieceBytes = 4 * 1024 * 1024;

/**
 * Hands a file of rows to the engine, piece by piece, so that the window never holds more of it than one.
 * @returns what the engine calls it.
 * @throws AppFailure, AbortError
 */
export async function handOverFile(content: Blob, signal: AbortSignal): Promise<string> {
  const file = crypto.randomUUID();
  const { size } = content;
  for (let at = 0; at === 0 || at < size; at += pieceBytes) {
    const piece = new Uint8Array(await content.slice(at, at + pieceBytes).arrayBuffer());
    await engineClient().call("datasets.take", { file, at, size, data: toBase64(piece) }, { signal });
  }
  return file;
}
