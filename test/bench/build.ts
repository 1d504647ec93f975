import { builtinModules } from "node:module";
import { join, resolve } from "node:path";
import { build } from "vite";

const root = resolve(import.meta.dirname, "../..");
const output = join(root, "node_modules/.cache/bench");
const builtins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/** Bundles the variants as the product itself is bundled and returns the path of each by name. */
export async function buildVariants(names: readonly string[]): Promise<(name: string) => string> {
  const input = Object.fromEntries(names.map((name) => [name, join(root, `test/bench/variants/${name}.ts`)]));
  await build({
    configFile: false,
    root,
    logLevel: "error",
    resolve: {
      alias: {
        "@shared": join(root, "shared"),
        "@engine": join(root, "electron/engine"),
        "@api": join(root, "electron/api"),
      },
    },
    ssr: { noExternal: true, external: builtins, target: "node" },
    build: {
      ssr: true,
      outDir: output,
      emptyOutDir: true,
      target: "node24",
      minify: false,
      rolldownOptions: { input, output: { format: "es", entryFileNames: "[name].mjs" } },
    },
  });
  return (name) => join(output, `${name}.mjs`);
}
