import { AppFailure } from "@shared/domain/error/app-failure.ts";

/** A file system error's code, such as `ENOENT`. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** A prompt that is there and cannot be opened, with the reason. */
export function unreadable(name: string, reason: string, line?: number): AppFailure {
  const place = line === undefined ? "" : ` (line ${line})`;
  return new AppFailure("prompt_invalid", {
    message: `“${name}” cannot be opened: ${reason}${place}`,
    advice: "Mend the file; it shows here as soon as it is saved.",
  });
}

/** What the file system says when a folder or a file cannot be used; its path is the person's own. */
export function folderFailure(what: string, error: unknown): AppFailure {
  return new AppFailure("local_folder_unusable", { message: what, detail: systemCode(error) ?? String(error) });
}

export function cancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new AppFailure("cancelled");
}
