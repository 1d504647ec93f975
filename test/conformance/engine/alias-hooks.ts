import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/*
 * Lets a child process run the engine from its source, by Node's type stripping: the aliases of tsconfig.json, which
 * Vitest resolves for tests.
 */

const root = join(import.meta.dirname, "../../..");
const aliases: Record<string, string> = { "@shared/": "shared/", "@engine/": "electron/engine/" };

registerHooks({
  resolve(specifier, context, next) {
    const alias = Object.keys(aliases).find((known) => specifier.startsWith(known));
    if (alias === undefined) return next(specifier, context);
    const path = join(root, aliases[alias] ?? "", specifier.slice(alias.length));
    return next(pathToFileURL(path).href, context);
  },
});
