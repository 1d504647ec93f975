import { existsSync } from "node:fs";

/**
 * The file of a thread: beside the file that starts it when run from source, in a bundle beside its entry, which may be
 * one folder up.
 * @param name without its ending
 * @param starter `import.meta.url` of the file that starts it
 * @throws Error when the installation is incomplete
 */
export function findThreadFile(name: string, starter: string): URL {
  const places = [`./${name}.js`, `../${name}.js`, `./${name}.ts`];
  const found = places.map((place) => new URL(place, starter)).find((url) => existsSync(url));
  if (!found) throw new Error(`${name}.js is missing from the installation.`);
  return found;
}
