import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { FakeProvider } from "../fakes/provider/fake-provider.ts";
import type { AppOptions } from "./app.ts";
import { HistoryPage } from "./history-page.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { savedFile } from "./saved-file.ts";
import { expect, test } from "./servers.ts";

const letters = ["A", "B", "C", "D", "E", "F", "G", "H"];
/** Four calls with a key at once, two keys. */
const models = letters.map((_, index) => (index < 4 ? "gpt-4o" : "anthropic/claude-3-5-sonnet-20240620"));
/** Characters of text that may not have been written down yet: one flush. */
const oneFlush = 4_096;

/** Pieces that tell their place, about 2 000 characters a second and far more than a test waits for. */
const pieces = Array.from({ length: 4_000 }, (_, index) => `piece-${String(index).padStart(4, "0")}-${"x".repeat(28)}`);
const text = pieces
  .map((piece, index) => (index === 0 ? piece : `${index % 25 === 0 ? "\n\n" : " "}${piece}`))
  .join("");

/** How much of the answer stands in a column, also where it is out of sight, in characters; cut to whole pieces. */
async function shown(playground: PlaygroundPage, letter: string): Promise<number> {
  const last = ((await playground.outputOf(letter).textContent()) ?? "").match(/piece-\d{4}-x{28}/g)?.at(-1);
  return last === undefined ? 0 : text.indexOf(last) + last.length;
}

async function openEight(playground: PlaygroundPage): Promise<void> {
  await playground.openTestChat("eight at once");
  for (const [index, letter] of letters.entries()) {
    const model = models[index] ?? "";
    if (index === 0) continue;
    await playground.page.getByRole("button", { name: "Add variant" }).click();
    if (model !== models[index - 1]) await playground.chooseModel(model, letter);
  }
}

/** Eight answers trickle; resolves when each has shown so many characters. */
async function streamEight(playground: PlaygroundPage, provider: FakeProvider, characters: number): Promise<void> {
  provider.next(...letters.map(() => ({ kind: "trickle", answer: { text }, everyMs: 20 }) as const));
  await playground.page.getByRole("button", { name: "Run all" }).click();
  for (const letter of letters) await expect.poll(() => shown(playground, letter)).toBeGreaterThan(characters);
}

/** Every kept run, out of the file the history exports. */
async function keptRuns(history: HistoryPage, host: AppOptions["host"]): Promise<RunRecord[]> {
  const file = await savedFile(history.page, host, async () => {
    await history.page.getByRole("button", { name: "Export runs" }).click();
    await history.page.getByRole("menuitem", { name: /^JSON/ }).click();
  });
  const { runs } = JSON.parse(file) as { runs: { record: RunRecord }[] };
  return runs.map(({ record }) => record);
}

function integrity(folder: string): unknown {
  const database = new DatabaseSync(join(folder, "history.db"));
  try {
    return database.prepare("PRAGMA integrity_check").all();
  } finally {
    database.close();
  }
}

/** The history's files as the kill left them, so that looking at them does not mend them for the app. */
async function checkCopy(profile: string): Promise<unknown> {
  const copy = await mkdtemp(join(tmpdir(), "promptscope-crash-"));
  try {
    const names = (await readdir(profile)).filter((name) => name.startsWith("history"));
    await Promise.all(names.map((name) => cp(join(profile, name), join(copy, name), { recursive: true })));
    return integrity(copy);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

test("a kill in the middle of eight streams loses no run, and of each answer less than one flush (DB-1, DRA-1)", async ({
  openApp,
  provider,
  profile,
  host,
}) => {
  test.slow();
  const first = await openApp();
  const before = new PlaygroundPage(first.page);
  await openEight(before);
  await before.variantAt("A").getByRole("button", { name: "Run this variant" }).click();
  await expect(before.output).toContainText("Hello from the fake provider.");
  await streamEight(before, provider, 2 * oneFlush);
  // Read one after the other: what came meanwhile makes the promise below easier to keep, never harder.
  const seen = await Promise.all(letters.map((letter) => shown(before, letter)));
  await first.kill();
  expect(await checkCopy(profile)).toEqual([{ integrity_check: "ok" }]);

  const { page } = await openApp();
  const after = new PlaygroundPage(page);
  await expect(page.getByRole("textbox", { name: "user_message", exact: true })).toHaveValue("eight at once");
  for (const [index, letter] of letters.entries()) {
    const name = models[index]?.split("/").at(-1) ?? "";
    await expect(after.variantAt(letter).getByRole("button", { name: /^Model/ })).toContainText(name);
  }
  await expect(page.getByRole("alert")).toHaveCount(0);

  const history = new HistoryPage(page);
  await history.open();
  await expect(history.rows).toHaveCount(9);
  await expect(page.getByText("8 runs were interrupted when Promptscope stopped.")).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await history.rows.first().click();
  await expect(history.run).toContainText("Promptscope stopped in the middle of this run");
  await expect(history.run).toContainText("piece-0000");
  // Its request stands there, and nothing says that an answer is awaited.
  const inspector = history.run.getByRole("region", { name: "Inspector" });
  await expect(inspector).toContainText("exactly as sent");
  await expect(inspector).toContainText("Promptscope stopped before the answer was kept.");
  await expect(inspector).not.toContainText("under way");

  const runs = await keptRuns(history, host);
  const interrupted = runs.filter(({ state }) => state === "interrupted");
  expect(runs.filter(({ state }) => state === "finished").map(({ output }) => output.text)).toEqual([
    "Hello from the fake provider.",
  ]);
  expect(interrupted).toHaveLength(8);
  for (const { exchanges } of interrupted) {
    const [sent] = exchanges.filter(({ kind }) => kind === "provider");
    expect(provider.requests.map(({ body }) => body)).toContain(sent?.request.body);
  }
  expect(new Set(interrupted.map(({ request }) => request.comparison?.variantId)).size).toBe(8);
  // A comparison's cells do not say their letters: the shortest kept answer stands for the shortest that was shown.
  const kept = interrupted.map(({ output }) => output.text.length).toSorted((a, b) => a - b);
  for (const { output } of interrupted) expect(text.startsWith(output.text)).toBe(true);
  for (const [index, characters] of seen.toSorted((a, b) => a - b).entries()) {
    expect(kept[index], `kept ${kept} of ${seen}`).toBeGreaterThan(characters - oneFlush);
  }
  expect(integrity(profile)).toEqual([{ integrity_check: "ok" }]);
});

test("closing the app in the middle of eight streams closes every connection to the providers (CAN-1)", {
  tag: "@desktop",
}, async ({ openApp, provider }) => {
  test.slow();
  const app = await openApp();
  const playground = new PlaygroundPage(app.page);
  await openEight(playground);
  await streamEight(playground, provider, 0);
  await app.close();
  for (const { closed } of provider.requests) await closed;

  const { page } = await openApp();
  const history = new HistoryPage(page);
  await history.open();
  await expect(history.rows).toHaveCount(8);
  await expect(page.getByRole("alert")).toHaveCount(0);
});
