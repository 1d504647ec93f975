import { existsSync } from "node:fs";

/**
 * The file of a thread: beside the file that starts it when run from source, beside the entry where a bundle holds it
 * too, else in the folder `threads` beside the host's, which may be one folder up.
 * @param name without its ending
 * @param starter `import.meta.url` of the file that starts it
 * @throws Error when the installation is incomplete
 */
export function findThreadFile(name: string, starter: string): URL {
  const places = [`../threads/${name}.js`, `../../threads/${name}.js`, `./${name}.ts`, `./${name}.js`, `../${name}.js`];
  const found = places.map((place) => new URL(place, starter)).find((url) => existsSync(url));
  if (!found) throw new Error(`${name}.js is missing from the installation.`);
  return found;
}
