import { afterAll, vi } from "vitest";

/*
 * Vitest gives up a wait after a second, which two busy cores need for what takes 10 ms on idle ones. A wait that comes
 * true costs no more with more patience.
 */
const patienceMs = 20_000;
const { waitFor, waitUntil } = vi;

vi.waitFor = (callback, options) => waitFor(callback, patiently(options));
vi.waitUntil = (callback, options) => waitUntil(callback, patiently(options));

// Files that share a worker would wrap them again and again.
afterAll(() => {
  vi.waitFor = waitFor;
  vi.waitUntil = waitUntil;
});

function patiently<Options extends { timeout?: number | undefined }>(options: number | Options | undefined) {
  return { timeout: patienceMs, ...(typeof options === "number" ? { timeout: options } : options) };
}
