import { spawnSync } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { _electron as electron } from "@playwright/test";
import { expect, test } from "./app.ts";
import { root } from "./electron-binary.ts";
import { desktopLaunch } from "./hosts.ts";

declare const promptscope: { call(name: string, input: unknown): Promise<unknown> };

test("the native menu runs commands of the interface, and the window's place is kept", async ({
  profile,
  variables,
}) => {
  // On Wayland a window may never say that it is ready.
  const app = await electron.launch(
    desktopLaunch({ ...variables, STANDIN_NEVER_READY: "1", PROMPTSCOPE_KEY_RING: "" }),
  );
  const page = await app.firstWindow();
  await expect(page.getByRole("main")).toBeVisible();
  const isVisible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  await expect.poll(isVisible).toBe(true);

  const choose = (id: string) =>
    app.evaluate(({ Menu }, chosen) => Menu.getApplicationMenu()?.getMenuItemById(chosen)?.click(), id);
  await choose("palette.open");
  await expect(page.getByRole("dialog")).toBeVisible();
  // With the pointer, too, the menu opens nothing behind a dialog. An answer on the same way comes after the command.
  await choose("view.history");
  await page.evaluate(() => promptscope.call("app.info", {}));
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("tree")).toBeVisible();
  await choose("view.history");
  await expect(page.getByRole("region", { name: "History" })).toBeVisible();

  // On a Mac the key ring may ask for the login's password: nobody without a key in it may see that.
  const asked = await app.evaluate((all) => {
    const { standIn } = all as { standIn?: { log: unknown[][] } };
    return standIn?.log.filter(([name]) => name === "key-ring") ?? [];
  });
  expect(asked).toEqual([]);
  const loaded = await app.evaluate(() => (process.report.getReport() as { sharedObjects: string[] }).sharedObjects);
  expect(loaded.filter((path) => path.includes("keyring"))).toEqual([]);

  await app.close();
  expect(JSON.parse(await readFile(join(profile, "window.json"), "utf8"))).toMatchObject({ maximized: false });
  expect(await readdir(profile)).not.toContain("profile.pid");
});

test("only web addresses leave the app, through the one opener", async ({ page }) => {
  await expect(page.getByRole("main")).toBeVisible();
  const answers = await page.evaluate(async () => {
    type Bridge = { call(name: string, input: unknown): Promise<{ ok: boolean }> };
    const { promptscope } = globalThis as unknown as { promptscope: Bridge };
    const urls = ["file:///etc/passwd", "ms-msdt:/id", "https://user@example.com/"];
    return Promise.all(urls.map(async (url) => (await promptscope.call("app.openLink", { url })).ok));
  });
  expect(answers).toEqual([false, false, false]);
});

test("a profile in use is refused with the process that has it", async ({ variables, openApp }) => {
  const { page } = await openApp();
  await expect(page.getByRole("main")).toBeVisible();
  const second = spawnSync(process.execPath, [join(root, "out/web/main.js")], { env: variables, encoding: "utf8" });
  expect([second.status, second.stderr]).toEqual([1, expect.stringContaining("already running on this profile")]);
});
