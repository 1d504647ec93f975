import type { IsOwnUrl } from "./own-page.ts";

interface Preventable {
  preventDefault(): void;
}

/** Electron's `WebContents`, as far as it is needed here; tests give their own. */
export interface NavigatingContents {
  on(
    event: "will-navigate" | "will-frame-navigate" | "will-redirect",
    listener: (event: NavigationEvent) => void,
  ): this;
  on(event: "will-attach-webview", listener: (event: Preventable) => void): this;
  setWindowOpenHandler(handler: () => { action: "deny" }): void;
}

interface NavigationEvent extends Preventable {
  url: string;
}

/**
 * Keeps a page where it is: no foreign address, no window, no webview. Registered for every page there is, from
 * `web-contents-created`, so that no window can be forgotten. Links go through `app.openLink`.
 */
export function confineNavigation(contents: NavigatingContents, isOwnUrl: IsOwnUrl): void {
  const stay = (event: NavigationEvent) => {
    if (!isOwnUrl(event.url)) event.preventDefault();
  };
  contents.on("will-navigate", stay);
  contents.on("will-frame-navigate", stay);
  contents.on("will-redirect", stay);
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
}
