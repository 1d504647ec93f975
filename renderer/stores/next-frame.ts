/**
 * Runs a task once at the next animation frame, however often it is asked for before. Without frames (tests) a timer
 * of one frame's length stands in.
 */
export function oncePerFrame(task: () => void): { ask(): void; flush(): void } {
  let waiting = false;
  const run = (): void => {
    if (!waiting) return;
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
    flush() {
      waiting = true;
      run();
    },
  };
}
