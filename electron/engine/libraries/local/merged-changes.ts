/**
 * What several sources tell, as it comes, until all of them have ended. A source that fails ends all; they are given a
 * signal of their own, which is aborted then and when nobody reads on.
 */
export async function* mergedChanges<Change>(
  sources: readonly ((signal: AbortSignal) => AsyncIterable<Change>)[],
  signal: AbortSignal,
): AsyncGenerator<Change, void> {
  const stop = new AbortController();
  const ended = () => stop.abort();
  if (signal.aborted) ended();
  signal.addEventListener("abort", ended, { once: true });
  const waiting: Change[] = [];
  let failure: { thrown: unknown } | undefined;
  let open = sources.length;
  let wake = () => {};
  const reading = sources.map(async (source) => {
    try {
      for await (const change of source(stop.signal)) {
        waiting.push(change);
        wake();
      }
    } catch (thrown) {
      failure ??= { thrown };
    } finally {
      open -= 1;
      wake();
    }
  });
  try {
    while (true) {
      const next = waiting.shift();
      if (next !== undefined) yield next;
      else if (failure && !signal.aborted) throw failure.thrown;
      else if (open === 0 || failure) return;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (waiting.length > 0 || open === 0 || failure) resolve();
        });
      }
    }
  } finally {
    signal.removeEventListener("abort", ended);
    stop.abort();
    await Promise.all(reading);
  }
}
