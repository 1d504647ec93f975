import { type Context, createContext, Script } from "node:vm";

/** Made when it is first needed: a context is a JavaScript world of its own, and dear to make. */
let place: Context | undefined;
const callWork = new Script("work()");

/**
 * Runs something synchronous that foreign data could make endless, such as a regular expression out of a prompt, and
 * breaks it off when it takes too long. The event loop stands still for that long at most.
 * @returns undefined when the time was up.
 * @throws what `work` throws.
 */
export function withinTime<T>(milliseconds: number, work: () => T): { value: T } | undefined {
  place ??= createContext({ work: undefined as unknown });
  let done: { value: T } | undefined;
  place["work"] = () => {
    done = { value: work() };
  };
  try {
    callWork.runInContext(place, { timeout: milliseconds });
  } catch (error) {
    if (!isTimeout(error)) throw error;
    return undefined;
  } finally {
    place["work"] = undefined;
  }
  return done;
}

/** The error is of the context's own realm, so it is no `instanceof Error` here. */
function isTimeout(error: unknown): boolean {
  const isObject = typeof error === "object" && error !== null;
  return isObject && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
