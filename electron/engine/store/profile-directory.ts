import { homedir } from "node:os";
import { isAbsolute, join, resolve, win32 } from "node:path";

/**
 * Where the profile lives: `PROMPTSCOPE_HOME`, or the platform's application data folder.
 * `home` is the user's home folder.
 */
export function resolveProfileDirectory(
  environment: Record<string, string | undefined>,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const chosen = environment["PROMPTSCOPE_HOME"];
  if (chosen) return resolve(chosen);
  if (platform === "win32") return join(environment["APPDATA"] || join(home, "AppData", "Roaming"), "Promptscope");
  if (platform === "darwin") return join(home, "Library", "Application Support", "Promptscope");
  const configHome = environment["XDG_CONFIG_HOME"];
  // The XDG base directory specification: relative paths are invalid and must be ignored.
  return join(configHome && isAbsolute(configHome) ? configHome : join(home, ".config"), "promptscope");
}

/**
 * Windows has no modes: what lies in the user's own folder is the user's, what lies elsewhere everybody's as far as is
 * known. `home` is the user's folder.
 */
export function isClosedOnWindows(directory: string, home: string): boolean {
  const path = win32.relative(home, directory);
  return path !== "" && !path.startsWith("..") && !win32.isAbsolute(path);
}
