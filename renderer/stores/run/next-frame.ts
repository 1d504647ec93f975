/**
 * Runs a task once at the next animation frame, however often it is asked for before. Without frames (tests) a timer
 * of one frame's length stands in.
 *
 * @param skippedFrames how many frames to let pass before, asked when the task is first asked for.
 */
export function oncePerFrame(task: () => void, skippedFrames = () => 0): { ask(): void; flush(): void } {
  let waiting = false;
  let skips = 0;
  const run = (): void => {
    if (!waiting) return;
    if (skips > 0) {
      skips -= 1;
      schedule(run);
      return;
    }
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
      skips = skippedFrames();
      schedule(run);
    },
    flush() {
      waiting = true;
      skips = 0;
      run();
    },
  };
}
