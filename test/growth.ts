/**
 * How many times more processor time work takes on an input `times` as large: the least of some tries, since other
 * programs only ever make it look worse. A small input that takes no time to speak of counts as 2 ms, so that noise is
 * no growth. Linear work gives about `times`, quadratic its square.
 * @param work done for each try with the size
 */
export function growthOf(work: (size: number) => void, size: number, times: number): number {
  const limit = times * 2;
  let least = Number.POSITIVE_INFINITY;
  work(size);
  for (let tries = 0; tries < 6 && least > limit; tries++) {
    const small = Math.max(
      2,
      cpuOf(() => work(size)),
    );
    least = Math.min(least, cpuOf(() => work(size * times)) / small);
  }
  return least;
}

/** Milliseconds of the process's own processor time. */
export function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
