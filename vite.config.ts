import { readFileSync } from "node:fs";
import http from "node:http";
import { builtinModules } from "node:module";
import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type EnvironmentOptions, type Plugin } from "vite";

const path = (relative: string) => resolve(import.meta.dirname, relative);
const builtins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)].filter(
  (id) => id !== "node:http",
);

/** The thread that owns the history's database; it has to lie beside the host that starts it. */
const historyWorker = "electron/engine/history/history-worker.ts";

/** The thread that counts tokens, likewise. */
const tokenThread = "electron/engine/pipeline/tokens/token-thread.ts";

/** One Node-side bundle with everything inside it, so that the packaged app ships no node_modules. */
function nodeBundle(name: string, input: string, format: "es" | "cjs", ...threads: string[]): EnvironmentOptions {
  return {
    consumer: "server",
    resolve: {
      external: ["electron", ...builtins],
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
        input: [input, ...threads].map(path),
        // Else shared code lands in the entry, and whoever imports the library sees its mangled insides.
        preserveEntrySignatures: "strict",
        external: ["electron", /^node:(?!http$)/],
        output: {
          format,
          entryFileNames: `[name].${format === "cjs" ? "cjs" : "js"}`,
          codeSplitting: format !== "cjs",
        },
      },
    },
  };
}

/**
 * An `import` of `node:http` makes Node run all getters of that module, and one of them loads the whole of `fetch`: a
 * fifth of a host's start. Asked for in this way it gives the same without them.
 */
function quickHttp(): Plugin {
  const id = "\0quick-http";
  const members = Object.entries(Object.getOwnPropertyDescriptors(http)).filter(([, { get }]) => get === undefined);
  return {
    name: "quick-http",
    enforce: "pre",
    applyToEnvironment: ({ config }) => config.consumer === "server",
    resolveId: (source) => (source === "node:http" ? id : null),
    load: (loaded) =>
      loaded === id
        ? `export const { ${members.map(([name]) => name).join(", ")} } = process.getBuiltinModule("node:http");`
        : null,
  };
}

/** The library's declarations are written by hand and self-contained, so that no bundler of types is needed. */
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
      }
    },
  };
}

export default defineConfig({
  root: path("renderer"),
  base: "./",
  plugins: [react(), libraryTypes(), quickHttp()],
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
      },
    },
    main: nodeBundle("main", "electron/hosts/desktop/main.ts", "es", historyWorker, tokenThread),
    preload: nodeBundle("preload", "electron/hosts/desktop/preload.ts", "cjs"),
    web: nodeBundle("web", "electron/hosts/web/main.ts", "es", historyWorker, tokenThread),
    gateway: nodeBundle("gateway", "electron/hosts/gateway/main.ts", "es", historyWorker, tokenThread),
    cli: nodeBundle("cli", "electron/hosts/cli/main.ts", "es", historyWorker, tokenThread),
    library: nodeBundle("library", "electron/hosts/package/index.ts", "es", "electron/hosts/package/statistics.ts"),
  },
  builder: {
    async buildApp(builder) {
      const environments = Object.values(builder.environments).filter((environment) => environment.name !== "ssr");
      await Promise.all(environments.map((environment) => builder.build(environment)));
    },
  },
});
