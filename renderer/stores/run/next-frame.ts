/**
 * Runs a task once at the next animation frame, however often it is asked for before; it may ask for the one after. Without
 * frames (tests) a timer of one frame's length stands in.
 */
export function oncePerFrame(task: () => void): { ask(): void } {
  let waiting = false;
  const run = (): void => {
    waiting = false;
    task();
  };
  const schedule: (then: () => void) => unknown =
    "requestAnimationFrame" in globalThis
      ? (then) => globalThis.requestAnimationFrame(then)
      : (then) => setTimeout(then, 16);
  return {
    ask() {
      if (waiting) return;
      waiting = true;
      schedule(run);
    },
  };
}
