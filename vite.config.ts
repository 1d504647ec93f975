import { readFileSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type EnvironmentOptions, type Plugin } from "vite";
import { packageFolderOf, systemPackageFolders, writeNotices } from "./electron/launch/notices.ts";

const path = (relative: string) => resolve(import.meta.dirname, relative);
const builtins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];
const quick = "http crypto fs fs/promises util buffer events path os dns perf_hooks vm"
  .split(" ")
  .map((name) => `node:${name}`);
/** What a start does not need of them: loaded when one of its functions is first called. */
const later = new Set(["node:crypto"]);

/** Has code of each system: loaded from where npm puts it, when a key is kept or read. */
const keyRing = "@napi-rs/keyring";

/** The threads that own the history's database, count tokens and run code of evaluators; every host starts the same. */
const threads = [
  "electron/engine/history/history-worker.ts",
  "electron/engine/pipeline/tokens/token-thread.ts",
  "electron/engine/evaluators/code/code-thread.ts",
] as const;

/**
 * One Node-side bundle with everything inside it, so that the packaged app ships no node_modules. What a start needs is
 * one file: finding, reading and linking forty of them took longer than running them.
 */
function nodeBundle(name: string, format: "es" | "cjs", ...inputs: [string, ...string[]]): EnvironmentOptions {
  const external = ["electron", keyRing, ...builtins].filter((id) => !quick.includes(id));
  return {
    consumer: "server",
    resolve: {
      external,
      noExternal: true,
      conditions: ["node", "import", "module", "default"],
    },
    build: {
      outDir: path(`out/${name}`),
      emptyOutDir: true,
      target: "node22",
      minify: false,
      sourcemap: true,
      copyPublicDir: false,
      rolldownOptions: {
        input: inputs.map(path),
        // Else shared code lands in the entry, and whoever imports the library sees its mangled insides.
        preserveEntrySignatures: "strict",
        external,
        output: {
          format,
          entryFileNames: `[name].${format === "cjs" ? "cjs" : "js"}`,
          // What is found from its own place lies where the entry lies.
          chunkFileNames: ({ name: chunk }) => (chunk === "start" ? "start.js" : "assets/[name]-[hash].js"),
          // A third of what npm's users would fetch; functions keep their names, for whoever reads where something failed.
          comments: false,
          minify: {
            compress: false,
            mangle: { toplevel: false, keepNames: true },
            codegen: { removeWhitespace: true },
          },
          codeSplitting: format !== "cjs" && (inputs.length > 1 || { groups: [neededAtStart(inputs[0])] }),
        },
      },
    },
  };
}

/** Not the entry itself: it awaits what imports this file, which would wait for it in turn. */
function neededAtStart(entry: string) {
  return { name: "start", tags: ["$initial" as const], test: (id: string) => id !== path(entry) };
}

/**
 * An `import` of one of Node's modules makes Node run all its getters, which load more: that of `http` the whole of
 * `fetch`, that of `fs` streams, that of `util` threads. Asked for in this way the same comes without them, in half the
 * time. The command line begins on Nodes that have no `getBuiltinModule`, to say that they are too old.
 */
function quickBuiltins(): Plugin {
  const prefix = "\0quick:";
  return {
    name: "quick-builtins",
    enforce: "pre",
    applyToEnvironment: ({ config }) => config.consumer === "server",
    resolveId(source) {
      return quick.includes(source) ? `${prefix}${source}` : null;
    },
    load(id) {
      if (!id.startsWith(prefix)) return null;
      const source = id.slice(prefix.length);
      const isCommandLine = this.environment.name === "cli";
      const begin = isCommandLine ? 'import { createRequire } from "node:module";\n' : "";
      const asked = isCommandLine
        ? `createRequire(import.meta.url)("${source}")`
        : `process.getBuiltinModule("${source}")`;
      const members: Record<string, unknown> = { ...process.getBuiltinModule(source) };
      const names = Object.keys(members).filter((name) => name !== "default");
      if (!later.has(source)) {
        // Said to be pure, so that those nobody imports are left out: reading them may load more as well.
        const values = names.map((name) => `export const ${name} = /* @__PURE__ */ (() => module.${name})();`);
        return `${begin}const module = /* @__PURE__ */ (() => ${asked})();\n${values.join("\n")}`;
      }
      // Its classes and constants are nowhere used; a use would not build.
      const functions = names.filter((name) => typeof members[name] === "function" && /^[a-z]/.test(name));
      const calls = functions.map((name) => `export function ${name}(...given) { return asked().${name}(...given); }`);
      return `${begin}let module;\nconst asked = () => (module ??= ${asked});\n${calls.join("\n")}`;
    },
  };
}

/**
 * The library's declarations are written by hand and self-contained, so that no bundler of types is needed. Twice, since
 * under `module: node16` TypeScript lets a CommonJS program import none that belong to an ES module; Node lets it.
 */
function libraryTypes(): Plugin {
  const files = {
    "types.d.ts": "types.ts",
    "index.d.ts": "package-types.d.ts",
    "statistics.d.ts": "statistics-types.d.ts",
  };
  return {
    name: "library-types",
    applyToEnvironment: ({ name }) => name === "library",
    generateBundle() {
      for (const [fileName, source] of Object.entries(files)) {
        const text = readFileSync(path(`electron/hosts/package/${source}`), "utf8");
        this.emitFile({ type: "asset", fileName, source: text });
        const forRequire = text.replaceAll('"./types.js"', '"./types.cjs"');
        this.emitFile({ type: "asset", fileName: fileName.replace(".ts", ".cts"), source: forRequire });
      }
    },
  };
}

/**
 * Makes the desktop's folder one that Electron starts: `main` of the package itself is what programs import. Another name
 * than the packaged app's, whose entry in a Mac's Keychain would be asked for at each change between the two.
 */
function desktopManifest(): Plugin {
  return {
    name: "desktop-manifest",
    applyToEnvironment: ({ name }) => name === "main",
    generateBundle() {
      const { name, version } = JSON.parse(readFileSync(path("package.json"), "utf8")) as Record<string, string>;
      const manifest = { name, version, productName: "Promptscope from source", type: "module", main: "main.js" };
      this.emitFile({ type: "asset", fileName: "package.json", source: `${JSON.stringify(manifest, null, 2)}\n` });
    },
  };
}

/** Files a part of a bundle was made of; of fonts and styles as their packages name them. */
function sourcesOf(part: { type: "chunk"; moduleIds: string[] } | { type: "asset"; originalFileNames: string[] }) {
  // The renderer's files are named from its folder.
  return part.type === "chunk" ? part.moduleIds : part.originalFileNames.map((name) => path(`renderer/${name}`));
}

export default defineConfig({
  root: path("renderer"),
  base: "./",
  plugins: [react(), libraryTypes(), desktopManifest(), quickBuiltins()],
  resolve: {
    alias: { "@shared": path("shared"), "@engine": path("electron/engine"), "@routes": path("electron/routes") },
  },
  server: { host: "127.0.0.1", port: 5179, strictPort: true },
  environments: {
    client: {
      build: {
        outDir: path("out/renderer"),
        emptyOutDir: true,
        target: "chrome150",
        sourcemap: true,
        // Inlined assets become data: URLs, which the content security policy refuses for fonts.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        // One file: what several views share would be cut into thirty, and packs worse.
        rolldownOptions: { output: { codeSplitting: { groups: [{ name: "first", tags: ["$initial"] }] } } },
      },
    },
    main: nodeBundle("main", "es", "electron/hosts/desktop/main.ts"),
    preload: nodeBundle("preload", "cjs", "electron/hosts/desktop/preload.ts"),
    web: nodeBundle("web", "es", "electron/hosts/web/main.ts"),
    gateway: nodeBundle("gateway", "es", "electron/hosts/gateway/main.ts"),
    cli: nodeBundle("cli", "es", "electron/hosts/cli/main.ts"),
    threads: nodeBundle("threads", "es", ...threads),
    library: nodeBundle("library", "es", "electron/hosts/package/index.ts", "electron/hosts/package/statistics.ts"),
  },
  builder: {
    async buildApp(builder) {
      const environments = Object.values(builder.environments).filter((environment) => environment.name !== "ssr");
      const built = await Promise.all(environments.map((environment) => builder.build(environment)));
      const ids = built
        .flat()
        .flatMap((result) => ("output" in result ? result.output : []))
        .flatMap(sourcesOf);
      // Whose work is inside: their licences ask to be named wherever it goes.
      const folders = new Set([
        ...ids.flatMap((id) => packageFolderOf(path(id)) ?? []),
        ...systemPackageFolders(path("node_modules"), keyRing),
      ]);
      writeFileSync(path("out/renderer/notices.txt"), writeNotices(folders));
    },
  },
});
