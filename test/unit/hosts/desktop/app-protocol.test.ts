import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contentSecurityPolicy, createRendererFiles } from "@routes/renderer-files.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAppProtocol } from "../../../../electron/hosts/desktop/app-protocol.ts";

let folder: string;
let answer: ReturnType<typeof createAppProtocol>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "promptscope-app-"));
  const root = join(folder, "renderer");
  await mkdir(join(root, "assets"), { recursive: true });
  await mkdir(join(folder, "renderer-secrets"));
  await writeFile(join(root, "index.html"), "<title>shell</title>");
  await writeFile(join(root, "assets", "main.js"), "export {};");
  await writeFile(join(root, "assets", "main.js.map"), "{}");
  await writeFile(join(folder, "secret.json"), "canary");
  await writeFile(join(folder, "renderer-secrets", "secret.json"), "canary");
  await symlink(join(folder, "secret.json"), join(root, "assets", "link.json"));
  answer = createAppProtocol(createRendererFiles(root));
});
afterAll(() => rm(folder, { recursive: true }));

describe("app://", () => {
  it.each([
    "/../secret.json",
    "/assets/../../secret.json",
    "/%2e%2e/secret.json",
    "/%2E%2E/secret.json",
    "/..%2fsecret.json",
    "/..%5csecret.json",
    "/..\\secret.json",
    "/%252e%252e/secret.json",
    "/../renderer-secrets/secret.json",
    "/assets/link.json",
    "/index.html%00.js",
    "/%",
    "//secret.json",
    "/assets/main.js.map",
    "/assets",
    "/nowhere.html",
    "/.",
  ])("gives nothing for %s", async (path) => {
    const response = await answer({ method: "GET", url: `app://promptscope${path}` });
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain("canary");
    expect(response.headers.get("content-security-policy")).toBe(contentSecurityPolicy);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it.each(["app://evil/index.html", "app://promptscope.evil/", "app://promptscope@evil/", "app:/index.html"])(
    "gives nothing for another host: %s",
    async (url) => expect((await answer({ method: "GET", url })).status).toBe(404),
  );

  it.each(["POST", "PUT", "DELETE", "OPTIONS"])("refuses %s", async (method) => {
    expect((await answer({ method, url: "app://promptscope/" })).status).toBe(405);
  });

  it.each([
    ["/", "text/html; charset=utf-8"],
    ["/index.html?x=1#y", "text/html; charset=utf-8"],
    ["/assets/main.js", "text/javascript; charset=utf-8"],
  ])("gives %s as %s with the policy", async (path, type) => {
    const response = await answer({ method: "GET", url: `app://promptscope${path}` });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("content-security-policy")).toBe(contentSecurityPolicy);
  });

  it("gives HEAD no body", async () => {
    const response = await answer({ method: "HEAD", url: "app://promptscope/" });
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });
});

describe("the content security policy", () => {
  it("is word for word the reviewed one", () => {
    expect(contentSecurityPolicy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src data:; font-src 'self'; " +
        "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-src 'none'; " +
        "frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'",
    );
  });
});
