import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Ask } from "../page-trouble.ts";
import { UpdateFailure, type UpdateFeed } from "./update-feed.ts";

interface UpdatesOptions {
  /** This one. */
  version: string;
  openFeed(): Promise<UpdateFeed>;
  ask: Ask;
  /** How much of a download is there, as a part of 1; null: none is under way. */
  onProgress(part: number | null): void;
  /** Asks where something runs and closes what is open; false: the person stays. */
  leave(): Promise<boolean>;
  /** Starts this version again, after an install that failed when all was closed. */
  startAgain(): void;
}

/** Looks for a newer version where a person asks for it, and never by itself: what is fetched and installed is said yes to. */
export interface Updates {
  /** Resolves when nothing more is asked. Called again meanwhile, it says how far the download is, and can stop it. */
  check(): Promise<void>;
}

const headings = {
  check: "Promptscope could not look for a newer version",
  download: "The newer version could not be fetched",
  install: "The newer version could not be installed",
};

/** The talk about an update, from the menu's entry to the restart. */
export function createUpdates({ version, openFeed, ask, onProgress, leave, startAgain }: UpdatesOptions): Updates {
  let feed: UpdateFeed | undefined;
  let underWay: AbortController | undefined;
  let percent: number | undefined;

  /** Whether the first of the two buttons was chosen. */
  async function agrees(question: { message: string; detail: string; buttons: [string, string] }): Promise<boolean> {
    const { response } = await ask({ type: "question", defaultId: 0, cancelId: 1, ...question });
    return response === 0;
  }

  async function update(signal: AbortSignal): Promise<void> {
    feed ??= await openFeed();
    const newest = await feed.check(signal);
    if (newest === null) {
      await tell("info", "There is no newer version", `This is Promptscope ${version}.`);
      return;
    }
    const fetch = {
      message: `Promptscope ${newest} is there`,
      detail: `This is ${version}. It is installed when you say so.`,
    };
    if (!(await agrees({ ...fetch, buttons: ["Download", "Later"] }))) return;
    await download(feed, signal);
    const install = {
      message: `Promptscope ${newest} has been fetched`,
      detail: "Promptscope ends and starts as the new version.",
    };
    if (!(await agrees({ ...install, buttons: ["Install and Restart", "Later"] }))) return;
    if (!(await leave())) return;
    try {
      await feed.install();
    } catch (error) {
      await tellFailure(error);
      startAgain();
    }
  }

  async function download(from: UpdateFeed, signal: AbortSignal): Promise<void> {
    const progress = (part: number) => {
      percent = Math.floor(part * 100);
      onProgress(part);
    };
    progress(0);
    try {
      await from.download(signal, progress);
    } finally {
      percent = undefined;
      onProgress(null);
    }
  }

  async function tell(type: "info" | "error", message: string, detail: string): Promise<void> {
    await ask({ type, message, detail, buttons: ["OK"], defaultId: 0, cancelId: 0 });
  }

  async function tellFailure(error: unknown): Promise<void> {
    if (error instanceof UpdateFailure) await tell("error", headings[error.stage], `${error.message} ${error.advice}`);
    else await tell("error", headings.check, error instanceof Error ? error.message : String(error));
  }

  async function sayHowFar(work: AbortController): Promise<void> {
    if (percent === undefined) return;
    const question = {
      message: `The newer version is being fetched: ${percent} %`,
      detail: "It is installed when you say so.",
    };
    if (!(await agrees({ ...question, buttons: ["Go On", "Stop"] }))) work.abort();
  }

  return {
    async check() {
      if (underWay !== undefined) return sayHowFar(underWay);
      const work = new AbortController();
      underWay = work;
      try {
        await update(work.signal);
      } catch (error) {
        if (!(error instanceof AppFailure && error.error.code === "cancelled")) await tellFailure(error);
      } finally {
        underWay = undefined;
      }
    },
  };
}
