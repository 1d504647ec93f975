import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";

/*
 * What the packages are made by, held against the builder's own schema and against what has kept apps from starting.
 * Needs no build and no binary.
 */

const root = resolve(import.meta.dirname, "../..");
const require = createRequire(import.meta.url);
const config = parse(readFileSync(resolve(root, "electron-builder.yml"), "utf8"));
const { getConfig, validateConfiguration } = require("app-builder-lib/out/util/config/config") as {
  getConfig(root: string, path: string, own: null): Promise<object>;
  validateConfiguration(config: object, log: object): Promise<void>;
};
const { DebugLogger } = require("builder-util") as { DebugLogger: new (enabled: boolean) => object };

it("is what the builder knows", async () => {
  await validateConfiguration(await getConfig(root, "electron-builder.yml", null), new DebugLogger(false));
});

// The builder takes a misspelt target as it is and fails at a release.
it("builds what each system installs, for both kinds of processor where both are sold", () => {
  const targets = (platform: string) =>
    config[platform].target.map((each: string | { target: string; arch: string[] }) =>
      typeof each === "string" ? each : `${each.target} ${each.arch.join("+")}`,
    );
  expect(targets("linux")).toEqual(["AppImage", "deb", "rpm"]);
  expect(targets("win")).toEqual(["nsis x64+arm64"]);
  expect(targets("mac")).toEqual(["dmg arm64+x64", "zip arm64+x64"]);
  expect(config.nsis.perMachine).toBe(false);
});

// Whoever builds it gives a feed or none; one in the file would be asked by everybody's builds.
it("has no feed of its own", () => {
  expect(config.publish).toBeNull();
});

// SIGKILL (Code Signature Invalid): fuses change what was signed, and an unsigned app does not start on Apple silicon.
it("signs anew what the fuses change, so that an app without a certificate starts on a Mac", () => {
  expect(config.electronFuses.resetAdHocDarwinSignature).toBe(true);
  expect(config.mac.identity).toBe("-");
  const entitlements = readFileSync(resolve(root, config.mac.entitlements), "utf8");
  expect(entitlements).toContain("com.apple.security.cs.allow-jit");
  expect(entitlements).toContain("com.apple.security.cs.disable-library-validation");
});

it("keeps the sandbox of an AppImage, and asks no Mac for a password on behalf of cookies", () => {
  expect(config.toolsets.appimage).toMatch(/^1\./);
  expect(config.electronFuses.enableCookieEncryption).toBe(false);
  for (const fuse of ["runAsNode", "enableNodeOptionsEnvironmentVariable", "enableNodeCliInspectArguments"]) {
    expect(config.electronFuses[fuse]).toBe(false);
  }
});

// macOS 15 keeps an app without such a sentence from vLLM or LM Studio on another machine, and nobody is asked.
it("says why it wants the local network", () => {
  expect(config.mac.extendInfo.NSLocalNetworkUsageDescription).toContain("model servers of your own network");
});

it("has the id that Windows' taskbar is told, and a picture", () => {
  const main = readFileSync(resolve(root, "electron/hosts/desktop/main.ts"), "utf8");
  expect(main).toContain(`app.setAppUserModelId("${config.appId}")`);
  const icon = readFileSync(resolve(root, config.icon));
  // A PNG's header has its size: macOS wants 1024 pixels, and the builder makes the others of it.
  expect([icon.subarray(1, 4).toString(), icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual(["PNG", 1024, 1024]);
});
