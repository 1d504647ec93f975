import type { HostFiles } from "@routes/host-services.ts";
import { createDownloads, type Downloads } from "./downloads.ts";
import { createUploads, type Uploads } from "./uploads.ts";

/** Files between the engine and a browser: it keeps what it fetches, and hands over what was chosen in the page. */
export interface BrowserFiles {
  downloads: Downloads;
  uploads: Uploads;
  /** What routes know of it. */
  services: HostFiles;
}

export function createBrowserFiles(): BrowserFiles {
  const downloads = createDownloads();
  const uploads = createUploads();
  return {
    downloads,
    uploads,
    services: { choosePlace: async () => ({ keep: downloads.offer }), chooseFile: async () => uploads.ask() },
  };
}
