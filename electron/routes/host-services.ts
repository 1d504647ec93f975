import type { AppInfo, HostCommand } from "@shared/contract/routes.ts";

/** What the routes need from the shell around the engine. Each host has its own. */
export interface HostServices {
  info(): AppInfo;
  /**
   * Opens a link outside the app.
   * @throws AppFailure `invalid_input` for anything but a plain http or https address.
   */
  openLink(url: string): Promise<void>;
  /** Commands of the native menu, until `signal` aborts. A host without a menu ends at once. */
  commands(signal: AbortSignal): AsyncIterable<HostCommand>;
}
