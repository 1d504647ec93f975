import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, expect, it, vi } from "vitest";

/*
 * The container of the gateway, as far as it can be held without Docker: what its Dockerfile copies is enough to serve, and
 * its health check tells a gateway that serves from one that does not. Needs a build.
 */

const root = resolve(import.meta.dirname, "../..");
const text = readFileSync(join(root, "electron/hosts/gateway/Dockerfile"), "utf8");
/** Of the image that is shipped. */
const lines = text.slice(text.lastIndexOf("\nFROM ") + 1).split("\n");
const argumentsOf = (instruction: string): string[] => {
  const line = lines.find((one) => one.startsWith(instruction)) ?? "";
  return JSON.parse(line.slice(line.indexOf("[")));
};

const folder = mkdtempSync(join(tmpdir(), "promptscope-container-"));
let serving: ChildProcess | undefined;
afterEach(async () => {
  if (serving?.kill("SIGKILL")) await once(serving, "exit");
  rmSync(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

it("is nobody's but an ordinary user's", () => {
  const user = lines.indexOf("USER node");
  expect(user).toBeGreaterThan(0);
  expect(user).toBeLessThan(lines.findIndex((line) => line.startsWith("ENTRYPOINT")));
});

it("serves with what is copied into it, and its health check sees that", async () => {
  for (const line of lines) {
    const [, what = ""] = /^COPY --from=build (.+)$/.exec(line) ?? [];
    const places = what.split(" ").filter((word) => word !== "");
    const to = places.pop();
    if (to === undefined) continue;
    for (const from of places) {
      const name = to === "./" ? (from.split("/").at(-1) ?? "") : to;
      cpSync(join(root, from.replace("/src/", "")), join(folder, name), { recursive: true });
    }
  }
  const port = String(await freePort());
  const [program, ...words] = argumentsOf("ENTRYPOINT").map((word) => word.replace("4000", port));
  expect(program).toBe("node");
  const [, flag = "", check = ""] = argumentsOf("HEALTHCHECK").map((word) => word.replace("4000", port));
  const health = () =>
    new Promise<number>((done) => {
      execFile(process.execPath, [flag, check], (error) => done(Number(error?.code ?? 0)));
    });
  expect(await health()).toBe(1);
  serving = spawn(process.execPath, [...words, "--model", "gpt-4o"], {
    cwd: folder,
    env: {
      PROMPTSCOPE_HOME: join(folder, "data"),
      LITELLM_MASTER_KEY: "sk-canary-master",
      OPENAI_API_KEY: "sk-canary",
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  await vi.waitFor(async () => expect(await health()).toBe(0), { timeout: 60_000, interval: 200 });
});
