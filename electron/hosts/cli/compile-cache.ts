import { mkdirSync, statSync } from "node:fs";
import module from "node:module";
import { isAbsolute, join } from "node:path";

type Variables = Record<string, string | undefined>;

/**
 * Lets Node keep our compiled code between starts: a third of a start is spent compiling. `NODE_DISABLE_COMPILE_CACHE`
 * turns it off. Only in a folder that is this user's alone, since whoever writes there decides what we run.
 */
export function keepCompiledCode(variables: Variables): void {
  const folder = cacheFolder(variables);
  if (folder !== undefined && isOwn(folder)) module.enableCompileCache(folder);
}

/** Where the system keeps what can be made anew. Undefined where it does not say. */
function cacheFolder({ XDG_CACHE_HOME, HOME, LOCALAPPDATA }: Variables): string | undefined {
  const name = "promptscope/compiled";
  if (XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME)) return join(XDG_CACHE_HOME, name);
  if (process.platform === "win32") return LOCALAPPDATA && join(LOCALAPPDATA, name);
  if (!HOME || !isAbsolute(HOME)) return undefined;
  return join(HOME, process.platform === "darwin" ? "Library/Caches" : ".cache", name);
}

/** Makes it where it is missing. False where it cannot be made, and for one that others own or may write to. */
function isOwn(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(folder);
    return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
  } catch {
    return false;
  }
}
