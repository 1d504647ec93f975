const waiting = new Set<() => void>();
let isTimed = false;

/**
 * Does what takes some milliseconds in a task of its own, one piece after the other, so that frames and keys come between.
 * @returns takes it back, as long as it has not begun.
 */
export function inSlices(work: () => void): () => void {
  waiting.add(work);
  wake();
  return () => void waiting.delete(work);
}

function wake(): void {
  if (isTimed) return;
  isTimed = true;
  setTimeout(doNext);
}

function doNext(): void {
  const [work] = waiting;
  isTimed = false;
  if (!work) return;
  waiting.delete(work);
  if (waiting.size > 0) wake();
  work();
}
