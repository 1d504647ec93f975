/**
 * What a piece of work has come to, now and then until it has ended; then its result. Left early, it waits for the work to end,
 * which the work's own signal has to bring about: nothing goes on behind the back of whoever cleans up.
 * @param look asked every so many milliseconds, never after the work has ended.
 * @throws what the work throws.
 */
export async function* reportWhile<T, Progress>(
  work: Promise<T>,
  look: () => Progress,
  everyMs = 200,
): AsyncGenerator<Progress, T> {
  let hasEnded = false;
  let wake = () => {};
  const end = () => {
    hasEnded = true;
    wake();
  };
  const ended = work.then(end, end);
  try {
    while (!hasEnded) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, everyMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      if (!hasEnded) yield look();
    }
    return await work;
  } finally {
    await ended;
  }
}
