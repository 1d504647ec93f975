import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The version in package.json, which lies two folders above this file and above every bundle it becomes part of. */
export function appVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));
  const version = typeof manifest === "object" && manifest !== null && "version" in manifest ? manifest.version : null;
  return typeof version === "string" ? version : "unknown";
}
