import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** A package that is part of a build. */
interface Bundled {
  name: string;
  version: string;
  license: string;
  text: string;
}

const papers = /^(licen[cs]e|copying|notice)(\.|-|$)/i;

/** The package a bundled module belongs to, by the module's id; null for one of ours. */
export function packageFolderOf(id: string): string | null {
  const path = id.replace(/^\0/, "").split("?", 1).join("").replaceAll("\\", "/");
  const [, folder] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  return folder ?? null;
}

/**
 * Folders of a package that has code of each system and is not bundled: its own, and those of the systems that npm has
 * brought here, which name what is linked into them. None where it was left out, as optional packages may be.
 */
export function systemPackageFolders(nodeModules: string, name: string): string[] {
  const scope = dirname(join(nodeModules, name));
  if (!existsSync(join(nodeModules, name))) return [];
  return readdirSync(scope)
    .filter((folder) => `${folder}-`.startsWith(`${basename(name)}-`))
    .map((folder) => join(scope, folder));
}

/**
 * What the licences of the bundled packages ask for: their names and texts, in one text.
 * @throws Error for a package without a licence: it may not be given away.
 */
export function writeNotices(folders: Iterable<string>): string {
  const found = new Map<string, Bundled>();
  for (const folder of folders) {
    const bundled = readPackage(folder);
    found.set(`${bundled.name} ${bundled.version}`, bundled);
  }
  const sorted = [...found.entries()].sort(([one], [other]) => (one < other ? -1 : 1));
  const parts = sorted.map(([title, { license, text }]) => `${"-".repeat(80)}\n${title} (${license})\n\n${text}\n`);
  const head = `Promptscope contains ${sorted.length} packages of others. Their licences follow.\n`;
  return [head, ...parts].join("\n");
}

function readPackage(folder: string): Bundled {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((file) => papers.test(file));
  const text = files.map((file) => readFileSync(join(folder, file), "utf8").trim()).join("\n\n");
  const kind = typeof license === "string" ? license : (license?.type ?? "");
  if (kind === "" && text === "") throw new Error(`${name} ${version} names no licence.`);
  return { name, version, license: kind, text: text || paperOfFamily(folder, kind) };
}

/** Packages of one repository often leave the paper in the first of them. */
function paperOfFamily(folder: string, kind: string): string {
  const scope = dirname(folder);
  for (const other of existsSync(scope) && scope.includes("@") ? readdirSync(scope) : []) {
    const path = join(scope, other, "LICENSE");
    if (existsSync(path)) return readFileSync(path, "utf8").trim();
  }
  return `Its package has no text besides the name of its licence: ${kind}.`;
}
