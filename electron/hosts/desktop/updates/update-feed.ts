import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { networkFailure } from "@engine/http/network-failure.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { AppUpdater, NsisUpdater } from "electron-updater";
import type { AppAdapter } from "electron-updater/out/AppAdapter";

/** What `electron-updater` needs to know of the app; in place of Electron's, so that it is asked for where it runs. */
export interface UpdatedApp {
  version: string;
  platform: NodeJS.Platform;
  /** `process.resourcesPath`: the builder writes the feed's address there. */
  resources: string;
  /** Where the library keeps a number of its own that feeds give a version to a part of all users by. */
  userData: string;
  /** Ends the app, for an installer that has been started. */
  quit(): void;
}

/** The versions somebody has published, and the way to them. */
export interface UpdateFeed {
  /** The version to change to, null when this one is the newest. @throws UpdateFailure */
  check(signal: AbortSignal): Promise<string | null>;
  /** Fetches what `check` has found and holds it against its checksum. `onProgress`: parts of 1. @throws UpdateFailure */
  download(signal: AbortSignal, onProgress: (part: number) => void): Promise<void>;
  /** Puts it in this version's place and ends the app. Returns only by failing. @throws UpdateFailure */
  install(): Promise<never>;
}

/** Why there is no update, in words for a person. */
export class UpdateFailure extends Error {
  readonly stage: "check" | "download" | "install";
  readonly advice: string;

  constructor(stage: UpdateFailure["stage"], message: string, advice: string, cause?: unknown) {
    super(message, { cause });
    this.stage = stage;
    this.advice = advice;
  }
}

/** The kind of package the app was installed from, by which it is updated; null for one that cannot be, as a bare folder. */
export function findPackage(
  { platform, resources }: Pick<UpdatedApp, "platform" | "resources">,
  variables: Record<string, string | undefined>,
): "nsis" | "mac" | "AppImage" | "deb" | "rpm" | null {
  // A plain build has no feed, and nothing to offer.
  if (!existsSync(join(resources, "app-update.yml"))) return null;
  if (platform === "win32") return "nsis";
  if (platform === "darwin") return "mac";
  const note = join(resources, "package-type");
  const kind = existsSync(note) ? readFileSync(note, "utf8").trim() : "";
  if (kind === "deb" || kind === "rpm") return kind;
  return variables["APPIMAGE"] ? "AppImage" : null;
}

export type PackageKind = NonNullable<ReturnType<typeof findPackage>>;

/** Told whom an installer of Windows is signed by, where it is not whom it should be; null: right. */
export type VerifySignature = NsisUpdater["verifyUpdateCodeSignature"];

/**
 * The feed of an installed app. The library is loaded here, since most builds have no feed.
 * @param verify in place of PowerShell, for tests elsewhere than on Windows.
 */
export async function openUpdateFeed(
  kind: PackageKind,
  app: UpdatedApp,
  verify?: VerifySignature,
): Promise<UpdateFeed> {
  const [library, { FeedRequests }] = await Promise.all([import("electron-updater"), import("./feed-requests.ts")]);
  const { NsisUpdater, MacUpdater, AppImageUpdater, DebUpdater, RpmUpdater } = library;
  const kinds = { nsis: NsisUpdater, mac: MacUpdater, AppImage: AppImageUpdater, deb: DebUpdater, rpm: RpmUpdater };
  const { getAppCacheDir } = await import("electron-updater/out/AppAdapter");
  const updater: AppUpdater = new kinds[kind](undefined, adapter(app, getAppCacheDir()));
  const requests = new FeedRequests();
  // Nothing is fetched or installed that nobody has said yes to, and no way leads back to an older version.
  Object.assign(updater, {
    httpExecutor: requests,
    autoDownload: false,
    autoInstallOnAppQuit: false,
    allowDowngrade: false,
    disableWebInstaller: true,
    logger: null,
  });
  if (verify && updater instanceof NsisUpdater) updater.verifyUpdateCodeSignature = verify;
  // Each failure is thrown to whoever asked, and told a second time in this way.
  updater.on("error", () => undefined);

  async function during<T>(stage: UpdateFailure["stage"], signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    requests.signal = signal;
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) throw new AppFailure("cancelled");
      throw failureOf(stage, error, requests.asked);
    }
  }

  return {
    check: (signal) =>
      during("check", signal, async () => {
        const found = await updater.checkForUpdates();
        return found?.isUpdateAvailable ? found.updateInfo.version : null;
      }),
    download: (signal, onProgress) =>
      during("download", signal, async () => {
        const listener = ({ percent }: { percent: number }) => onProgress(percent / 100);
        updater.on("download-progress", listener);
        try {
          await updater.downloadUpdate();
        } finally {
          updater.off("download-progress", listener);
        }
      }),
    install: () =>
      new Promise((_, fail) => {
        updater.once("error", (error) => fail(failureOf("install", error, requests.asked)));
        // Visible, and the new version starts.
        updater.quitAndInstall(false, true);
      }),
  };
}

function adapter({ version, resources, userData, quit }: UpdatedApp, baseCachePath: string): AppAdapter {
  return {
    version,
    name: "promptscope",
    isPackaged: true,
    appUpdateConfigPath: join(resources, "app-update.yml"),
    userDataPath: userData,
    baseCachePath,
    whenReady: () => Promise.resolve(),
    relaunch: () => undefined,
    quit,
    // Only asked by what installs when the app quits, which is off.
    onQuit: () => undefined,
  };
}

const later = "Try again later.";
const tellPublisher = "Nothing of it was kept, and nothing was installed. Tell whoever gave you Promptscope.";

/** Ours for the library's, by the codes it gives; `asked`: the address of its last request. */
function failureOf(stage: UpdateFailure["stage"], error: unknown, asked: URL): UpdateFailure {
  const { code = "", message, statusCode, path } = error as NodeJS.ErrnoException & { statusCode?: number };
  const fail = (text: string, advice = later) => new UpdateFailure(stage, text, advice, error);
  if (code === "ERR_CHECKSUM_MISMATCH")
    return fail("What came is not what the feed announced (checksum).", tellPublisher);
  if (code === "ERR_UPDATER_INVALID_SIGNATURE") {
    return fail("What came is not signed by whoever signed this version.", tellPublisher);
  }
  if (code === "ERR_FEED_IN_THE_CLEAR")
    return fail(`${message}: anybody on the way could answer for it.`, tellPublisher);
  if (code === "ERR_UPDATER_CHANNEL_FILE_NOT_FOUND") {
    return fail(`${asked.host} has no list of versions for this system.`, "Tell whoever gave you Promptscope.");
  }
  const status = statusCode ?? /, status (\d{3}):/.exec(message)?.[1];
  if (status !== undefined) return fail(`${asked.host} answered ${status}.`);
  if (code === "ENOSPC") return fail("There is no room on the disk for it.", "Make room and try again.");
  if (stage === "install" || path !== undefined || code.startsWith("ERR_UPDATER_")) return fail(firstLine(message));
  const { error: network } = networkFailure(error, asked);
  // Of a run what had arrived is kept; of a file that is not whole nothing is.
  return fail(network.message, network.code === "connection_lost" ? later : network.advice);
}

function firstLine(text: string): string {
  return text.split("\n", 1).join("");
}
