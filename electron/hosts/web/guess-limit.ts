/** Counts wrong tokens or codes, and says when there have been more than so many in a second. */
export function createGuessLimit(monotonic: () => number, perSecond: number): { isExceeded(): boolean } {
  const wrong: number[] = [];
  return {
    /** Called for each wrong one. */
    isExceeded() {
      const now = monotonic();
      while (wrong.length > 0 && (wrong[0] ?? now) <= now - 1000) wrong.shift();
      if (wrong.length >= perSecond) return true;
      wrong.push(now);
      return false;
    },
  };
}
