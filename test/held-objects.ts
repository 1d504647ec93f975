import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Counts objects that something still holds: exact, where a look at the size of the heap would only guess. */
export interface HeldObjects {
  /** From now on it counts, until nothing holds it any more. */
  track(object: object): void;
  /** How many of those tracked are still held, after everything that can go has gone. */
  count(): Promise<number>;
}

export function createHeldObjects(): HeldObjects {
  const tracked: WeakRef<object>[] = [];
  return {
    track: (object) => void tracked.push(new WeakRef(object)),
    async count() {
      await collectGarbage();
      return tracked.filter((reference) => reference.deref() !== undefined).length;
    },
  };
}

/** Bytes of the heap that are in use when everything that can go has gone. */
export async function heapInUse(): Promise<number> {
  await collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** What was touched through a weak reference stays until the turn of the event loop has ended: hence the turns. */
async function collectGarbage(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
}
