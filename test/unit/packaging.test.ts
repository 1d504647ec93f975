import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const require = createRequire(import.meta.url);

interface Configuration {
  electronFuses: Record<string, boolean>;
  files: string[];
  linux: { target: string[] };
  win: { target: { target: string }[] };
  mac: { target: { target: string }[] };
}

// The builder's own loader and validator. Internal paths of a package pinned to one exact version.
const { getConfig, validateConfiguration } = require("app-builder-lib/out/util/config/config") as {
  getConfig(folder: string, path: string, request: null): Promise<Configuration>;
  validateConfiguration(configuration: object, logger: object): Promise<void>;
};
const { DebugLogger } = require("builder-util") as { DebugLogger: new (enabled: boolean) => object };
const scheme = JSON.parse(readFileSync(require.resolve("app-builder-lib/scheme.json"), "utf8"));

const load = () => getConfig(root, "electron-builder.yml", null);
const validate = (configuration: object) => validateConfiguration(configuration, new DebugLogger(false));

describe("electron-builder.yml", () => {
  it("is valid", async () => {
    await expect(validate(await load())).resolves.toBeUndefined();
  });

  it("would be refused with a misspelt key", async () => {
    await expect(validate({ ...(await load()), asr: true })).rejects.toThrow("asr");
  });

  // The builder accepts any word as a target and fails only when it builds it.
  it("names targets that exist", async () => {
    const { linux, win, mac } = await load();
    expect(linux.target).toEqual(["AppImage", "deb", "rpm"]);
    expect(win.target.map(({ target }) => target)).toEqual(["nsis"]);
    expect(mac.target.map(({ target }) => target)).toEqual(["dmg", "zip"]);
  });

  it("decides every fuse there is, so that a new one is not left at a default nobody looked at", async () => {
    const { electronFuses } = await load();
    const known: object = scheme.definitions.FuseOptionsV1.properties;
    expect(Object.keys(electronFuses).sort()).toEqual(Object.keys(known).sort());
    expect(electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
      resetAdHocDarwinSignature: true,
    });
  });
});
