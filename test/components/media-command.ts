import type { BrowserCommand } from "vitest/node";
import "@vitest/browser-playwright";

/** What of the system a page follows; null is what it is by itself. */
export interface Media {
  colorScheme?: "light" | "dark" | null;
  forcedColors?: "active" | "none" | null;
  reducedMotion?: "reduce" | "no-preference" | null;
}

/** The system as a component test wants it, until it is told otherwise. */
export const emulate: BrowserCommand<[media: Media]> = async ({ page }, media) => page.emulateMedia(media);
