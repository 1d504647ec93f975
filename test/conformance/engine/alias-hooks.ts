import { readdirSync, readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/*
 * Lets a child process run the engine from its source, by Node's type stripping: the aliases of tsconfig.json,
 * `import.meta.glob` and files as text, which Vite resolves for tests and in the build.
 */

const root = join(import.meta.dirname, "../../..");
const aliases: Record<string, string> = { "@shared/": "shared/", "@engine/": "electron/engine/" };
/** The one form of it that the engine has: an export of a file in every folder beside. */
const glob = /import\.meta\.glob<\w+>\("\.\/\*\/([\w-]+\.ts)", \{ eager: true, import: "(\w+)" \}\)/;

registerHooks({
  resolve(specifier, context, next) {
    const alias = Object.keys(aliases).find((known) => specifier.startsWith(known));
    if (alias === undefined) return next(specifier, context);
    const path = join(root, aliases[alias] ?? "", specifier.slice(alias.length));
    return next(pathToFileURL(path).href, context);
  },
  load(url, context, next) {
    if (url.endsWith("?raw")) {
      const text = readFileSync(new URL(url.slice(0, -"?raw".length)), "utf8");
      return { format: "module", source: `export default ${JSON.stringify(text)}`, shortCircuit: true };
    }
    const loaded = next(url, context);
    const source = String(loaded.source ?? "");
    const [written, file = "", name = ""] = glob.exec(source) ?? [];
    if (written === undefined) return loaded;
    const found = readdirSync(new URL(".", url), { recursive: true, encoding: "utf8" })
      .filter((path) => path.split(/[\\/]/).length === 2 && path.endsWith(file))
      .map((path) => pathToFileURL(join(fileURLToPath(new URL(".", url)), path)).href);
    const imports = found.map((path, index) => `import { ${name} as found${index} } from ${JSON.stringify(path)};`);
    const object = `({ ${found.map((path, index) => `${JSON.stringify(path)}: found${index}`).join(", ")} })`;
    return { ...loaded, source: `${imports.join(" ")}${source.replace(written, object)}` };
  },
});
