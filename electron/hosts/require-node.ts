import { AppFailure } from "@shared/domain/error/app-failure.ts";

/** The oldest Node whose `node:sqlite` has what the history uses; as `engines` in package.json. */
const oldest = { major: 22, minor: 16 };

/**
 * To be asked before the engine is loaded: this file and what it imports run on every Node that can read a module.
 * @param version as `process.versions.node` has it.
 * @throws AppFailure `node_too_old`, which names both versions.
 */
export function requireNode(version = process.versions.node): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return;
  throw new AppFailure("node_too_old", {
    message: `Promptscope needs Node ${oldest.major}.${oldest.minor} or newer; this is ${version}.`,
  });
}
