import type { Deployment } from "./config-model.ts";
import type { Position, ProblemList, ProblemText } from "./config-problem.ts";
import type { ReadIo } from "./read-values.ts";

/** Stands behind every finding that keeps an entry from being called. */
export const notServed = "This entry is not served.";

/** Why an entry of `model_list` is not called; the words a client hears. */
export interface Unserved {
  code: string;
  message: string;
}

/**
 * What one entry has wrong stops nothing else: mistakes found through the returned `io` are warnings, and `unserved`
 * tells the first of them afterwards.
 */
export function readingOneEntry(io: ReadIo): { io: ReadIo; unserved(): Unserved | undefined } {
  let first: Unserved | undefined;
  const lenient = withoutErrors(io, notServed, ({ code, message }) => {
    first ??= { code, message };
  });
  return { io: lenient, unserved: () => first };
}

/** For sections whose mistakes leave a default in force: they are warnings, too. */
export function readingSettings(io: ReadIo): ReadIo {
  return withoutErrors(io, "It is not used.", () => undefined);
}

function withoutErrors(io: ReadIo, consequence: string, found: (text: ProblemText) => void): ReadIo {
  const problems: ProblemList = {
    ...io.problems,
    error(at, path, text) {
      found(text);
      io.problems.warn(at, path, { ...text, message: `${text.message} ${consequence}` });
    },
  };
  return { ...io, problems };
}

/** Leaves an entry out of routing, and says so. */
export function leaveOut(
  entry: Deployment,
  at: Position,
  path: string,
  text: ProblemText,
  problems: ProblemList,
): void {
  entry.unserved ??= { code: text.code, message: text.message };
  problems.warn(at, path, { ...text, message: `${text.message} ${notServed}` });
}
