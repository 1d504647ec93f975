import type { Page } from "@playwright/test";
import { PlaygroundPage } from "./playground-page.ts";
import { savedDraft } from "./saved-draft.ts";
import { asFile } from "./saved-file.ts";
import { expect, test } from "./servers.ts";

const movies = ["Alien", "Brazil", "Cube"];

/** Opens a prompt with three saved inputs and a value of the person's own, and starts a pass over them. */
async function startPass(page: Page): Promise<void> {
  const playground = new PlaygroundPage(page);
  await playground.openLangfuse();
  await playground.openPrompt(/movie-critic/);
  await playground.chooseModel("gpt-4o");
  await playground.fill("movie", "mine");
  const rows = movies.map((movie) => ({ name: movie, variables: { movie, criticlevel: "kind" } }));
  await page.getByLabel("File with saved inputs").setInputFiles(asFile(JSON.stringify(rows)));
  const inputs = page.getByRole("region", { name: "Saved inputs" });
  await expect(inputs.getByRole("button", { name: "Cube", exact: true })).toBeVisible();
  await playground.runOverInputs();
}

const passOf = (page: Page) => page.getByRole("region", { name: "Run over saved inputs" });
const moviesIn = (requests: readonly { body: string }[]) =>
  requests.map(({ body }) => /Alien|Brazil|Cube/.exec(body)?.[0]);

test("a pass goes on while the window is reloaded, and comes back with its answers; no field is filled by it", async ({
  page,
  provider,
}) => {
  const held = Promise.withResolvers<void>();
  provider.next({ kind: "answer", answer: { text: "On Alien." } }, { kind: "hold", after: 2, until: held.promise });
  await startPass(page);
  await provider.request(1);
  await page.reload();
  const pass = passOf(page);
  const playground = new PlaygroundPage(page);
  await expect(pass).toContainText("1 / 3");
  await expect(pass.getByRole("button", { name: "Brazil running" })).toBeVisible();
  await expect(playground.output).toContainText("Hello");
  held.resolve();
  await expect(pass).toContainText("3 / 3");
  expect(moviesIn(provider.requests)).toEqual(movies);
  await pass.getByRole("button", { name: "Alien" }).click();
  await expect(playground.output).toContainText("On Alien.");
  await expect(page.getByRole("textbox", { name: "movie", exact: true })).toHaveValue("mine");
  await pass.getByRole("button", { name: "Back to my values" }).click();
  await page.reload();
  await expect(page.getByRole("textbox", { name: "movie", exact: true })).toHaveValue("mine");
  await expect(passOf(page)).toBeHidden();
});

test("after a kill in the middle of a pass the app names what may have left, and sends it again only when asked", async ({
  openApp,
  provider,
  profile,
}) => {
  const first = await openApp();
  provider.next({ kind: "answer", answer: { text: "On Alien." } }, { kind: "hang", after: 2 });
  await startPass(first.page);
  await provider.request(1);
  await expect(new PlaygroundPage(first.page).output).toContainText("Hello");
  // What is unfinished stands with its prompt: which one was open must be on the disk, too.
  await savedDraft(profile, ({ openPrompt }) => openPrompt?.name === "movie-critic");
  await first.kill();

  const { page } = await openApp();
  const left = page.getByRole("region", { name: "Unfinished jobs" });
  await expect(left).toContainText("movie-critic over 3 saved inputs");
  await expect(left).toContainText("1 request may have left before Promptscope stopped");
  expect(provider.requests).toHaveLength(2);
  await left.getByRole("button", { name: "Go on without those" }).click();
  const pass = passOf(page);
  await expect(pass).toContainText("3 / 3");
  await expect(pass).toContainText("1 request may have left before");
  await expect(pass.getByRole("button", { name: "Brazil may have left" })).toBeVisible();
  expect(moviesIn(provider.requests)).toEqual(movies);
  await expect(left).toBeHidden();

  await pass.getByRole("button", { name: "Send those again" }).click();
  await provider.request(3);
  await expect(pass).not.toContainText("may have left");
  await expect(pass).toContainText("3 / 3");
  expect(moviesIn(provider.requests)).toEqual([...movies, "Brazil"]);
  await expect(new PlaygroundPage(page).output).toContainText("Hello from the fake provider.");
});

test("a pass that has ended is opened again after a restart, with its prompt and its answers", async ({
  openApp,
  provider,
}) => {
  const first = await openApp();
  provider.next({ kind: "answer", answer: { text: "On Alien." } });
  await startPass(first.page);
  await expect(passOf(first.page)).toContainText("3 / 3");
  await first.kill();

  const { page } = await openApp();
  const playground = new PlaygroundPage(page);
  await playground.openPrompt(/with-history/);
  await page.getByRole("button", { name: "More for saved inputs" }).click();
  await page.getByRole("menuitem", { name: /movie-critic over 3 saved inputs/ }).click();
  await expect(page.getByRole("heading", { name: /movie-critic/, level: 1 })).toBeVisible();
  await expect(passOf(page)).toContainText("3 / 3");
  await passOf(page).getByRole("button", { name: "Alien" }).click();
  await expect(playground.output).toContainText("On Alien.");
  expect(provider.requests).toHaveLength(3);
});
