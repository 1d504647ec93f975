import { type ComponentType, type LazyExoticComponent, lazy } from "react";

const ahead: (() => Promise<unknown>)[] = [];

/**
 * A component whose code comes later than the first paint: with `loadAhead`, so that nobody waits for it, or, `onDemand`,
 * when it is first drawn.
 */
export function lateComponent<Props>(
  load: () => Promise<ComponentType<Props>>,
  when: "ahead" | "onDemand" = "ahead",
): LazyExoticComponent<ComponentType<Props>> {
  if (when === "ahead") ahead.push(load);
  return lazy(async () => ({ default: await load() }));
}

/**
 * Loads what comes ahead of being drawn once the window has nothing else to do. Code that could not be had now is asked
 * for again when it is drawn.
 * @returns ends the wait.
 */
export function loadAhead(): () => void {
  const idle = requestIdleCallback(() => {
    for (const load of ahead) load().catch(() => undefined);
  });
  return () => cancelIdleCallback(idle);
}
