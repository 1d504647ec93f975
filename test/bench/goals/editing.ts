import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Locator, type Page } from "@playwright/test";
import { findChromium } from "../../chromium.ts";
import { openWeb } from "../../e2e/hosts.ts";
import { type FakeLangfuse, startFakeLangfuse } from "../../fakes/langfuse/fake-langfuse.ts";
import { longTemplate, manyMessages } from "../edited-prompts.ts";
import { compare, type GoalResult, judge, type Sample } from "../measure.ts";
import { servePage } from "../pages.ts";

const rounds = 7;
const keysTyped = 60;
/** Milliseconds that each request to the fake takes longer: a Langfuse in a near data centre. */
const distance = 60;
/** Bytes, gzip: scripts and styles that `index.html` named before the editor came (commit dcdd77f). */
const firstPaintBefore = 256_636;

/** Typing against a bare CodeMirror, opening a prompt against one round trip, and the first paint's bundle. */
export async function editingGoals(): Promise<GoalResult[]> {
  const executablePath = findChromium();
  const bundle = firstPaintGoal();
  if (!executablePath) return [bundle];
  const langfuse = await startFakeLangfuse({ prompts: prompts() });
  const far = await startDistance(langfuse.url);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const profile = mkdtempSync(join(tmpdir(), "promptscope-bench-"));
  const app = await openWeb(browser, environment(profile, far.url, langfuse), () => undefined);
  try {
    await app.page.setViewportSize({ width: 1440, height: 900 });
    await app.page.getByRole("button", { name: /^Workspace/ }).click();
    await app.page.getByRole("menuitemcheckbox").nth(1).click();
    await app.page.getByRole("treeitem", { name: "long" }).waitFor();
    return [
      await typing(browser, app.page, "long", "key to frame in a template of 200 KB, p95"),
      await typing(browser, app.page, "many", "key to frame in 60 messages, p95"),
      await opening(app.page, far.url, langfuse),
      bundle,
    ];
  } finally {
    await app.close();
    await browser.close();
    far.server.close();
    await langfuse.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

function prompts() {
  const many = manyMessages().map((content, index) => ({ role: index % 2 === 0 ? "user" : "assistant", content }));
  const small = Array.from({ length: 300 }, (_, index) => ({
    name: numbered(index),
    prompt: `This is ${numbered(index)}: {{what}}`,
    labels: ["production"],
  }));
  return [
    { name: "long", prompt: longTemplate(), labels: ["production"] },
    { name: "many", prompt: many, labels: ["production"] },
    ...small,
  ];
}

function numbered(index: number): string {
  return `prompt-${String(index).padStart(3, "0")}`;
}

function environment(profile: string, url: string, { publicKey, secretKey }: FakeLangfuse): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: profile,
    PROMPTSCOPE_HOME: profile,
    LANGFUSE_HOST: url,
    LANGFUSE_PUBLIC_KEY: publicKey,
    LANGFUSE_SECRET_KEY: secretKey,
  };
}

async function typing(browser: Browser, app: Page, prompt: "long" | "many", goal: string): Promise<GoalResult> {
  const { url, server } = await servePage("bare-editor");
  const bare = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await bare.goto(`${url}?${prompt}`);
  await app.getByRole("treeitem", { name: prompt }).click();
  const name = prompt === "long" ? "Text of the prompt" : "Text of message 1";
  const ours = app.getByRole("textbox", { name, exact: true });
  const peer = bare.getByRole("textbox", { name: "Text" });
  try {
    return await compare({
      goal,
      ours: { name: "the app", run: () => typeInto(app, ours) },
      peer: { name: "a bare CodeMirror with the same text", run: () => typeInto(bare, peer) },
      measured: "wall",
      must: 1.5,
      rounds,
    });
  } finally {
    await bare.close();
    server.close();
  }
}

/** Types at the end of the first line; each key is timed from its event to the frame behind the one it is drawn in. */
async function typeInto(page: Page, field: Locator): Promise<Sample> {
  await page.bringToFront();
  const line = field.locator(".cm-line").first();
  await line.click();
  await page.keyboard.press("End");
  const before = (await line.textContent())?.length ?? 0;
  await page.evaluate(() => {
    const lags: number[] = [];
    Object.assign(window, { lags });
    const onKey = ({ timeStamp }: KeyboardEvent) =>
      requestAnimationFrame(() => {
        // A message posted in a frame's callback arrives when the frame has been painted.
        const painted = new MessageChannel();
        painted.port2.onmessage = () => lags.push(performance.now() - timeStamp);
        painted.port1.postMessage(null);
      });
    window.addEventListener("keydown", onKey, { capture: true });
    Object.assign(window, { stopTiming: () => window.removeEventListener("keydown", onKey, { capture: true }) });
  });
  for (let key = 0; key < keysTyped; key++) await page.keyboard.press("x", { delay: 20 });
  await page.waitForFunction((count) => (window as unknown as { lags: number[] }).lags.length >= count, keysTyped);
  const lags = await page.evaluate(() => {
    const { lags: measured, stopTiming } = window as unknown as { lags: number[]; stopTiming(): void };
    stopTiming();
    return measured;
  });
  const typed = ((await line.textContent())?.length ?? 0) - before;
  lags.sort((a, b) => a - b);
  const p95 = lags[Math.floor(lags.length * 0.95)] ?? Number.NaN;
  return { wall: p95, cpu: p95, work: typed };
}

/** Each round opens a prompt that nothing has read before. */
async function opening(app: Page, url: string, { publicKey, secretKey }: FakeLangfuse): Promise<GoalResult> {
  await app.getByRole("radio", { name: "As sent" }).click();
  let next = 0;
  const headers = { authorization: `Basic ${btoa(`${publicKey}:${secretKey}`)}` };
  const open = async (): Promise<Sample> => {
    const name = numbered(next++);
    const wall = await app.getByRole("treeitem", { name }).evaluate((row, wanted) => {
      return new Promise<number>((resolve) => {
        const before = performance.now();
        const look = () => {
          const shown = document.querySelector('[aria-labelledby="formatted-messages"]')?.textContent ?? "";
          if (shown.includes(`This is ${wanted}`)) resolve(performance.now() - before);
          else requestAnimationFrame(look);
        };
        (row as HTMLElement).click();
        requestAnimationFrame(look);
      });
    }, name);
    return { wall, cpu: wall, work: 1 };
  };
  const roundTrip = async (): Promise<Sample> => {
    const before = performance.now();
    await (await fetch(`${url}/api/public/v2/prompts/${numbered(299)}`, { headers })).json();
    const wall = performance.now() - before;
    return { wall, cpu: wall, work: 1 };
  };
  return compare({
    goal: "open a prompt of 300, click to formatted messages",
    ours: { name: "the app", run: open },
    peer: { name: `one round trip to the fake, ${distance} ms away`, run: roundTrip },
    measured: "wall",
    must: 3,
    rounds,
  });
}

/** What stands between: every request arrives so much later. */
async function startDistance(target: string): Promise<{ url: string; server: Server }> {
  const server = createServer(async ({ method = "GET", url = "/", headers }, response) => {
    await new Promise((resolve) => setTimeout(resolve, distance));
    const authorization = headers.authorization;
    const answer = await fetch(`${target}${url}`, { method, headers: authorization ? { authorization } : {} });
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "text/plain" });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** Scripts and styles that the page names; what they load later is not waited for. */
function firstPaintGoal(): GoalResult {
  const folder = resolve(import.meta.dirname, "../../../out/renderer");
  const named = readFileSync(join(folder, "index.html"), "utf8").matchAll(
    /(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g,
  );
  let bytes = 0;
  for (const [, file = ""] of named) bytes += gzipSync(readFileSync(join(folder, file)), { level: 9 }).length;
  const sample = (wall: number): Sample => ({ wall, cpu: wall, work: 1 });
  return judge(
    {
      goal: "bundle of the first paint, gzip",
      ours: { name: `${bytes} bytes` },
      peer: { name: `${firstPaintBefore} bytes before the editor` },
      measured: "wall",
      must: 1.1,
      note: "bytes, not milliseconds",
    },
    [{ ours: sample(bytes), peer: sample(firstPaintBefore) }],
  );
}
