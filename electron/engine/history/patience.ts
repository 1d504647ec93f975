/** Waits for work no longer than so many milliseconds. */
export interface Patience {
  /** Whether it was done by then; looked at four times a second. */
  isDoneWithin(work: Promise<void>, milliseconds: number): Promise<boolean>;
}

interface Waiting {
  until: number;
  giveUp(): void;
}

const lookEveryMs = 250;

/**
 * One clock for all that wait: every run waits for the disk twice, nearly always for a moment, and a timer of its own for
 * each cost more than handing the run over.
 */
export function createPatience(): Patience {
  const waiting = new Set<Waiting>();
  let looking: NodeJS.Timeout | undefined;

  function look(): void {
    const now = performance.now();
    for (const one of waiting) {
      if (one.until > now) continue;
      waiting.delete(one);
      one.giveUp();
    }
    if (waiting.size > 0) return;
    clearInterval(looking);
    looking = undefined;
  }

  return {
    isDoneWithin(work, milliseconds) {
      return new Promise((resolve) => {
        const one = { until: performance.now() + milliseconds, giveUp: () => resolve(false) };
        waiting.add(one);
        looking ??= setInterval(look, lookEveryMs).unref();
        void work.then(() => {
          waiting.delete(one);
          resolve(true);
        });
      });
    },
  };
}
