import { type SourceFile, withoutComments } from "./source-files.ts";

/** What one source file takes from one CSS module. */
interface StyleUse {
  path: string;
  module: string;
  /** Literal names: `styles["row"]`. */
  names: string[];
  /** Whether a name is computed (`styles[tone]`, ``styles[`lines${count}`]``): any text it may be counts as used then. */
  computed: boolean;
}

/**
 * Faults between components and their CSS modules, one text each: a name that the module does not have, a class that
 * nothing takes, a module that nothing imports.
 */
export function styleFaults(files: readonly SourceFile[]): string[] {
  const modules = new Map(
    files.filter(({ path }) => path.endsWith(".module.css")).map(({ path, text }) => [path, classesOf(text)]),
  );
  const uses = files.flatMap(usesOf);
  const missing = uses.flatMap(({ path, module, names }) =>
    names.filter((name) => !modules.get(module)?.has(name)).map((name) => `${path}: no class “${name}” in ${module}`),
  );
  const unused = [...modules].flatMap(([module, classes]) => {
    const users = uses.filter((use) => use.module === module);
    if (users.length === 0) return [`${module}: imported by nothing`];
    const computing = new Set(users.filter(({ computed }) => computed).map(({ path }) => path));
    const near = computing.size === 0 ? [] : withImported(computing, files);
    const named = new Set(users.flatMap(({ names }) => names));
    return [...classes]
      .filter((name) => !named.has(name) && !couldBeComputed(name, near))
      .map((name) => `${module}: nothing takes class “${name}”`);
  });
  return [...missing, ...unused];
}

/** The classes that a style sheet's selectors name. */
function classesOf(css: string): Set<string> {
  const selectors = css.replace(/\/\*[\s\S]*?\*\//g, "").match(/[^{};]+(?=\{)/g) ?? [];
  const own = selectors.filter((selector) => !selector.trim().startsWith("@"));
  return new Set(
    own.flatMap((selector) => [...selector.matchAll(/\.(-?[A-Za-z_][\w-]*)/g)].map(([, name]) => name ?? "")),
  );
}

function usesOf({ path, text, imports }: SourceFile): StyleUse[] {
  const code = withoutComments(text);
  return [...code.matchAll(/import (\w+) from "([^"]+\.module\.css)"/g)].map(([, variable = "", specifier]) => {
    const keys = [...code.matchAll(new RegExp(`\\b${variable}\\[((?:[^[\\]]|\\[[^\\]]*\\])*)\\]`, "g"))].map(
      ([, key = ""]) => /^"([^"]+)"$/.exec(key)?.[1],
    );
    return {
      path,
      module: imports.find((line) => line.specifier === specifier)?.target ?? "",
      names: keys.filter((key) => key !== undefined),
      computed: keys.includes(undefined),
    };
  });
}

/** Files of these paths, and those they import. */
function withImported(paths: ReadonlySet<string>, files: readonly SourceFile[]): SourceFile[] {
  const users = files.filter(({ path }) => paths.has(path));
  const imported = new Set(users.flatMap(({ imports }) => imports.map(({ target }) => target)));
  return files.filter(({ path }) => paths.has(path) || imported.has(path));
}

/** Whether the text of a class stands as a literal, or as the start of a template, where the name is computed or typed. */
function couldBeComputed(name: string, near: readonly SourceFile[]): boolean {
  const literal = `"${name}"`;
  const template = `\`${name.replace(/\d+$/, "")}\${`;
  return near.some(
    ({ text }) => text.includes(literal) || text.includes(template) || new RegExp(`^\\s*${name}:`, "m").test(text),
  );
}
