import { join, resolve } from "node:path";
import { build, type PreviewServer, preview } from "vite";

const root = resolve(import.meta.dirname, "../..");
const pages = join(root, "test/bench/pages");

/** Builds one page of `test/bench/pages` for production and serves it on a free port; the caller closes it. */
export async function servePage(name: string): Promise<{ url: string; server: PreviewServer }> {
  const outDir = join(root, "node_modules/.cache/bench-pages", name);
  const shared = {
    configFile: false as const,
    root: pages,
    logLevel: "error" as const,
    resolve: { alias: { "@shared": join(root, "shared") } },
  };
  await build({
    ...shared,
    build: { outDir, emptyOutDir: true, rolldownOptions: { input: join(pages, `${name}.html`) } },
  });
  const server = await preview({ ...shared, build: { outDir }, preview: { port: 0, host: "127.0.0.1" } });
  return { url: `${server.resolvedUrls?.local[0]}${name}.html`, server };
}
