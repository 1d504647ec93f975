import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

export const root = resolve(import.meta.dirname, "../..");

export interface SourceFile {
  /** Path from the top of the project, with forward slashes. */
  path: string;
  text: string;
  imports: ImportLine[];
}

export interface ImportLine {
  /** As written. */
  specifier: string;
  /** Path from the top of the project for our own files, the bare specifier for packages. */
  target: string;
  typeOnly: boolean;
  /** Loaded when the line is reached, not with the file. */
  isLate: boolean;
}

const aliases: [prefix: string, folder: string][] = [
  ["@shared/", "shared/"],
  ["@engine/", "electron/engine/"],
  ["@routes/", "electron/routes/"],
];

/** Every source file of the product with its imports, read as text so that half-typed code is seen too. */
export function readSources(folders = ["shared", "electron", "renderer"]): SourceFile[] {
  return folders.flatMap(listFiles).map((path) => {
    const text = readFileSync(join(root, path), "utf8");
    return { path, text, imports: /\.(ts|tsx)$/.test(path) ? findImports(path, text) : [] };
  });
}

/** All files below a folder, as paths from the top of the project. */
export function listFiles(folder: string): string[] {
  return (
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
      // What a benchmark installed to compare with is not ours.
      .filter((path) => !path.startsWith("test/.peers/"))
      .sort()
  );
}

/** Code without comments, for rules about what code does. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:"'`])\/\/.*$/gm, "$1");
}

function findImports(path: string, text: string): ImportLine[] {
  const code = withoutComments(text);
  const statements = code.matchAll(/(?:^|\n)\s*(import|export)\s+(type\s+)?([^;"']*?from\s+)?["']([^"']+)["']/g);
  const dynamic = code.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g);
  return [
    ...[...statements].map(([, , type, , specifier = ""]) => toImport(path, specifier, type !== undefined, false)),
    ...[...dynamic].map(([, specifier = ""]) => toImport(path, specifier, false, true)),
  ];
}

function toImport(path: string, specifier: string, typeOnly: boolean, isLate: boolean): ImportLine {
  return { specifier, target: targetOf(path, specifier), typeOnly, isLate };
}

function targetOf(path: string, specifier: string): string {
  if (specifier.startsWith(".")) return join(dirname(path), specifier).split(sep).join("/");
  const alias = aliases.find(([prefix]) => specifier.startsWith(prefix));
  return alias ? alias[1] + specifier.slice(alias[0].length) : specifier;
}
