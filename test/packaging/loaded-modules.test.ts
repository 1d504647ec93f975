import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, it } from "vitest";
import { run } from "./installed-package.ts";

const cli = resolve(import.meta.dirname, "../../out/cli/main.js");
const folder = mkdtempSync(join(tmpdir(), "promptscope-modules-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// An `import` of `fs`, `util` or `http` runs all their getters: streams, threads and the whole of `fetch` came with each
// start, a third of what it took beside Node's own.
it("a start of serve loads no more of Node than it needs (needs a build)", async () => {
  const tell = join(folder, "tell.mjs");
  writeFileSync(
    tell,
    'process.on("exit", () => process.stderr.write(JSON.stringify(process.moduleLoadList.map((name) => name.split(" ")[1]))));',
  );
  const config = join(folder, "broken.yaml");
  writeFileSync(config, "model_list: 1\n");
  const { stderr } = await run(process.execPath, ["--import", tell, cli, "serve", "--config", config], {}).catch(
    (failed: { stderr: string }) => failed,
  );
  const loaded = JSON.parse(stderr.slice(stderr.indexOf("["))) as string[];
  expect(loaded).toContain("http");
  const needless = ["crypto", "internal/deps/undici/undici", "internal/util/diff", "worker_threads", "https", "tls"];
  expect(loaded.filter((name) => needless.includes(name))).toEqual([]);
});
