/**
 * How many times more processor time work takes on an input `times` as large: the least of some tries, since other
 * programs only ever make it look worse. A small input that takes no time to speak of counts as 3 ms, so that noise is
 * no growth. Linear work gives about `times`, quadratic its square.
 * @param work done for each try with the size
 */
export function growthOf(work: (size: number) => void, size: number, times: number): number {
  const limit = times * 2;
  let least = Number.POSITIVE_INFINITY;
  work(size);
  for (let tries = 0; tries < mostTries && least > limit; tries++) {
    const small = Math.max(
      leastMs,
      cpuOf(() => work(size)),
    );
    const large = cpuOf(() => work(size * times));
    least = Math.min(least, large / small);
    if (large > hopelessMs) break;
  }
  return least;
}

/** The same of work that waits now and then. */
export async function growthOfAsync(
  work: (size: number) => Promise<void>,
  size: number,
  times: number,
): Promise<number> {
  const limit = times * 2;
  let least = Number.POSITIVE_INFINITY;
  await work(size);
  for (let tries = 0; tries < mostTries && least > limit; tries++) {
    const small = Math.max(leastMs, await cpuOfAsync(() => work(size)));
    const large = await cpuOfAsync(() => work(size * times));
    least = Math.min(least, large / small);
    if (large > hopelessMs) break;
  }
  return least;
}

const mostTries = 6;
const leastMs = 3;
/** What takes this long is not tried again. */
const hopelessMs = 5_000;

/**
 * Of this thread alone where Node can tell: a test file beside it in another thread would count as growth.
 */
const usage = process.threadCpuUsage?.bind(process) ?? process.cpuUsage.bind(process);

/** Milliseconds of processor time. */
export function cpuOf(work: () => void): number {
  const before = usage();
  work();
  return millisecondsSince(before);
}

async function cpuOfAsync(work: () => Promise<void>): Promise<number> {
  const before = usage();
  await work();
  return millisecondsSince(before);
}

function millisecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = usage(before);
  return (user + system) / 1_000;
}
