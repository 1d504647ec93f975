import { type Stats, statSync } from "node:fs";
import { stat } from "node:fs/promises";

/** Milliseconds between two looks. Looking works where being told does not: links that are swapped, mounts, containers. */
const everyMs = 500;

export interface FileWatch {
  /** Looks at these from now on, and at no others. To be called when they were just read. */
  replace(paths: readonly string[]): void;
  /** Who hears of a change, also of one that was before. */
  listen(onChange: () => void): void;
  close(): void;
}

/**
 * Tells when one of some files was written, made, replaced or removed, once two looks have seen them the same. To be
 * called when they were just read.
 */
export function watchFiles(first: readonly string[]): FileWatch {
  let paths = first;
  let known = signatureNow(paths);
  let isChanging = false;
  let onChange: (() => void) | undefined;
  let isLooking = false;

  async function look(): Promise<void> {
    if (isLooking) return; // A disk that hangs gets no second question.
    isLooking = true;
    const asked = paths;
    const now = await signatureOf(asked);
    isLooking = false;
    if (asked !== paths) return;
    const last = known;
    known = now;
    if (now !== last) isChanging = true;
    else if (isChanging && onChange) {
      isChanging = false;
      onChange();
    }
  }
  const timer = setInterval(() => void look(), everyMs).unref();

  return {
    replace(next) {
      paths = next;
      known = signatureNow(paths);
      isChanging = false;
    },
    listen(listener) {
      onChange = listener;
    },
    close: () => clearInterval(timer),
  };
}

/** At once, as the files were read: what is written a moment later is a change. */
function signatureNow(paths: readonly string[]): string {
  return paths.map((path) => signatureFrom(() => statSync(path))).join();
}

async function signatureOf(paths: readonly string[]): Promise<string> {
  const looks = paths.map(async (path) => {
    const [found] = await Promise.allSettled([stat(path)]);
    return signatureFrom(() => {
      if (found.status === "rejected") throw found.reason;
      return found.value;
    });
  });
  return (await Promise.all(looks)).join();
}

/** The same for a file as long as nobody has changed it; why it cannot be looked at otherwise. */
function signatureFrom(look: () => Stats): string {
  try {
    const { ino, size, mtimeMs, ctimeMs } = look();
    return `${ino}:${size}:${mtimeMs}:${ctimeMs}`;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "unknown";
  }
}
