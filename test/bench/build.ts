import { writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, resolve } from "node:path";
import { build } from "vite";

const root = resolve(import.meta.dirname, "../..");
const output = join(root, "node_modules/.cache/bench");
const builtins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/** Bundles the variants as the product itself is bundled and returns the path of each by name. */
export async function buildVariants(names: readonly string[]): Promise<(name: string) => string> {
  const variants = names.map((name) => [name, join(root, `test/bench/variants/${name}.ts`)]);
  // Threads lie beside what starts them, as in the product's own bundles.
  const threads = [
    ["history-worker", join(root, "electron/engine/history/history-worker.ts")],
    ["token-thread", join(root, "electron/engine/pipeline/tokens/token-thread.ts")],
  ];
  const input: Record<string, string> = Object.fromEntries([...variants, ...threads]);
  await build({
    configFile: false,
    root,
    logLevel: "error",
    resolve: {
      alias: {
        "@shared": join(root, "shared"),
        "@engine": join(root, "electron/engine"),
        "@routes": join(root, "electron/routes"),
      },
    },
    ssr: { noExternal: true, external: builtins, target: "node" },
    build: {
      ssr: true,
      outDir: output,
      emptyOutDir: true,
      target: "node24",
      minify: false,
      rolldownOptions: { input, output: { format: "es", entryFileNames: "[name].js" } },
    },
  });
  writeFileSync(join(output, "package.json"), '{ "type": "module" }');
  return (name) => join(output, `${name}.js`);
}
