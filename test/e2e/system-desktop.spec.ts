import { spawnSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ElectronApplication, _electron as electron, type Page } from "@playwright/test";
import { installApp, startFeed } from "../unit/hosts/desktop/updates/local-feed.ts";
import { expect, test } from "./app.ts";
import { chooseElectron } from "./electron-binary.ts";
import { gatewayConfig } from "./gateway-page.ts";
import { desktopLaunch } from "./hosts.ts";

/* What a system does to the app, as the stand-in models it: keys of a Mac, the end of a session, a second start, an update. */

test.skip(() => chooseElectron().kind === "real", "the real Electron is on one system, with a person in front");

interface StandIn {
  log: { filter(isWanted: (entry: unknown[]) => boolean): unknown[][] };
  pressKey(key: string): Promise<void>;
  endSession(): void;
}

type Variables = Record<string, string>;

async function open(variables: Variables): Promise<{ app: ElectronApplication; page: Page }> {
  const app = await electron.launch(desktopLaunch(variables));
  const page = await app.firstWindow();
  await expect(page.getByRole("main")).toBeVisible();
  return { app, page };
}

/** Calls the engine as the page does. */
function ask(page: Page, name: string, input: unknown): Promise<{ ok: boolean; data?: unknown }> {
  return page.evaluate(
    async ([route, given]) => {
      type Bridge = { call(name: string, input: unknown): Promise<{ ok: boolean; data?: unknown }> };
      return (globalThis as unknown as { promptscope: Bridge }).promptscope.call(route as string, given);
    },
    [name, input],
  );
}

/** What of a kind the stand-in has noted; it outlives the process. */
async function noted(variables: Variables, kind: string): Promise<unknown[][]> {
  const text = await readFile(variables["STANDIN_LOG"] ?? "", "utf8").catch(() => "");
  const entries = text.split("\n").filter(Boolean);
  return entries.map((line) => JSON.parse(line) as unknown[]).filter(([name]) => name === kind);
}

/** Starts the app in a process of its own until it ends. */
function startAndEnd(variables: Variables) {
  const { executablePath, args, cwd, env } = desktopLaunch(variables);
  return spawnSync(executablePath, args, { cwd, env, encoding: "utf8" });
}

test("on a Mac Escape is the page's, no key of the menu passes by an open dialog, and ⌘W closes", async ({
  variables,
}) => {
  const { app, page } = await open({ ...variables, STANDIN_PLATFORM: "darwin" });
  const press = (key: string) =>
    app.evaluate((all, pressed) => (all as unknown as { standIn: StandIn }).standIn.pressKey(pressed), key);
  const runs = async () => ((await ask(page, "history.status", {})).data as { runs: number }).runs;
  const prompt = page.getByRole("treeitem", { name: /reply-draft/ });
  await prompt.click();
  await press("Cmd+K");
  await expect(page.getByRole("dialog")).toBeVisible();
  // Left to the menu it came back when the dialog was closed, and History was opened.
  await press("Cmd+Shift+H");
  // Escape was the menu's: dialogs stayed, and the run was stopped instead.
  await press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(prompt).toBeVisible();
  expect(await runs()).toBe(0);
  await press("Cmd+Enter");
  await expect.poll(runs).toBe(1);
  await press("Cmd+Shift+H");
  await expect(prompt).toBeHidden();
  const ended = new Promise((resolve) => app.process().once("exit", resolve));
  await press("Cmd+W");
  expect(await ended).toBe(0);
});

for (const platform of ["win32", "linux"]) {
  test(`an end of the session on ${platform} asks nobody, and closes what runs`, async ({ variables, profile }) => {
    // Whoever would be asked says no.
    const log = join(profile, "standin.log");
    const own = { ...variables, STANDIN_PLATFORM: platform, STANDIN_ANSWER: "1", STANDIN_LOG: log };
    const { app, page } = await open(own);
    const start = await ask(page, "gateway.start", { text: gatewayConfig, options: { port: 0, debug: false } });
    expect(start.ok).toBe(true);
    // What is asked where a person quits is asked now.
    await app.evaluate(({ app: running }) => running.quit());
    await expect.poll(async () => (await noted(own, "showMessageBox")).length).toBe(1);
    const ended = new Promise((resolve) => app.process().once("exit", (code, signal) => resolve([code, signal])));
    await app.evaluate((all) => (all as unknown as { standIn: StandIn }).standIn.endSession());
    expect(await ended).toEqual([0, null]);
    expect(await noted(own, "showMessageBox")).toHaveLength(1);
    expect(await readdir(profile)).toContain("window.json");
    expect(await readdir(profile)).not.toContain("profile.pid");
  });
}

test("a wake of the computer is noted, so that a call it cut off says so", async ({ variables }) => {
  const { app } = await open(variables);
  const listeners = await app.evaluate(({ powerMonitor }) => powerMonitor.listenerCount("resume"));
  expect(listeners).toBe(1);
  await app.close();
});

test("a second start brings the window to the front, says so and ends well", async ({ variables, profile }) => {
  const own = { ...variables, STANDIN_LOG: join(profile, "standin.log") };
  const { app } = await open(own);
  const { status, stderr } = startAndEnd(variables);
  expect([status, stderr]).toEqual([
    0,
    expect.stringContaining("is open already: its window was brought to the front"),
  ]);
  await expect.poll(async () => (await noted(own, "focus")).length).toBe(1);
  await app.close();
});

// Electron's own box spoke of a JavaScript error in the main process.
test("a profile that cannot be made is told of in a box, with what to do", async ({ variables, profile }) => {
  await writeFile(join(profile, "file"), "");
  const log = join(profile, "standin.log");
  const own = { ...variables, PROMPTSCOPE_HOME: join(profile, "file/profile"), STANDIN_LOG: log };
  const { status } = startAndEnd(own);
  expect(status).toBe(1);
  const [box] = await noted(own, "showErrorBox");
  expect(box?.slice(1)).toEqual(["Promptscope cannot start", expect.stringMatching(/profile/i)]);
});

test("a build with a feed finds, fetches and starts the newer version, each time asked; a plain one has no entry", async ({
  variables,
  profile,
}) => {
  const plain = await open(variables);
  const entry = () => plain.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById("updates.check"));
  expect(await entry()).toBeNull();
  await plain.app.close();

  const marker = join(profile, "newer-version");
  const feed = await startFeed(`#!/bin/sh\ntouch '${marker}'\n`);
  const installed = installApp(feed.url);
  try {
    const image = join(profile, "Promptscope.AppImage");
    await writeFile(image, "this version");
    await chmod(image, 0o755);
    await mkdir(join(profile, "cache"));
    // Opened from a menu: the shell has a key that nothing else names.
    const shell = join(profile, "shell");
    await writeFile(shell, '#!/bin/sh\nshift 3\nexport GROQ_API_KEY=gsk-of-the-shell\nexec /bin/sh -c "$1"\n', {
      mode: 0o755,
    });
    const own = {
      ...variables,
      APPIMAGE: image,
      SHELL: shell,
      XDG_CACHE_HOME: join(profile, "cache"),
      STANDIN_RESOURCES: installed.resources,
      STANDIN_LOG: join(profile, "standin.log"),
    };
    const { app, page } = await open(own);
    const settings = (await ask(page, "settings.get", {})) as {
      data: { providers: { id: string; configured: boolean }[] };
    };
    expect(settings.data.providers.filter(({ configured }) => configured).map(({ id }) => id)).toContain("groq");
    const ended = new Promise((resolve) => app.process().once("exit", resolve));
    await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById("updates.check")?.click());
    expect(await ended).toBe(0);
    const questions = (await noted(own, "showMessageBox")).map(
      ([, question]) => (question as { message: string }).message,
    );
    expect(questions).toEqual(["Promptscope 0.2.0 is there", "Promptscope 0.2.0 has been fetched"]);
    await expect.poll(() => readdir(profile)).toContain("newer-version");
    expect(await readFile(image, "utf8")).toContain("touch");
  } finally {
    feed.close();
    installed.remove();
  }
});
