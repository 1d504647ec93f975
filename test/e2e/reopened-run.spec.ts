import { HistoryPage } from "./history-page.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

const byHand = '{"model":"gpt-4o","messages":[{"role":"user","content":"by hand"}],"stream":true}';

test("what was typed comes back after a run was opened over it, also after two (values lost for good)", async ({
  page,
}) => {
  const playground = new PlaygroundPage(page);
  const history = new HistoryPage(page);
  const message = page.getByRole("textbox", { name: "user_message", exact: true });
  await playground.openLangfuse();
  await playground.openPrompt(/test-chat-prompt/);
  await playground.chooseModel("gpt-4o");
  for (const said of ["about wombats", "about quokkas"]) {
    await playground.fill("user_message", said);
    await playground.run();
    await expect(playground.figures).toContainText("200");
    await expect(page.getByRole("button", { name: /^Run/ }).first()).toBeVisible();
  }
  await playground.fill("user_message", "typed since");
  await playground.chooseModel("gpt-4o-mini");
  await playground.more("A", /Add a message/);
  await page.getByRole("textbox", { name: "Next message" }).fill("a next turn");
  for (const said of ["about quokkas", "about wombats"]) {
    await history.open();
    await history.rows.nth(said === "about quokkas" ? 0 : 1).click();
    await history.run.getByRole("button", { name: "Open in the playground" }).click();
    await expect(message).toHaveValue(said);
  }
  const notice = page.getByRole("note").filter({ hasText: "Opened as it was" });
  await expect(notice).not.toContainText("edited by hand");
  await notice.getByRole("button", { name: "Back to what was here" }).click();
  await expect(message).toHaveValue("about quokkas");
  await notice.getByRole("button", { name: "Back to what was here" }).click();
  await expect(message).toHaveValue("typed since");
  await expect(playground.variant.getByRole("button", { name: /^Model/ })).toContainText("gpt-4o-mini");
  await expect(page.getByRole("textbox", { name: "Next message" })).toHaveValue("a next turn");
  await expect(notice).toBeHidden();
});

test("a run of another prompt gives the prompt that was open back; a body typed by hand is named as such", async ({
  page,
  provider,
}) => {
  const playground = new PlaygroundPage(page);
  const history = new HistoryPage(page);
  await playground.openTestChat();
  await playground.run();
  await expect(playground.output).toContainText("Hello from the fake provider.");
  const inspector = page.getByRole("region", { name: "Inspector" });
  await inspector.getByRole("button", { name: "Edit the body and send it again" }).click();
  await inspector.getByRole("textbox", { name: "Body to send" }).fill(byHand);
  await inspector.getByRole("button", { name: /^Send/ }).click();
  expect((await provider.request(1)).body).toBe(byHand);
  await expect(inspector).toContainText("hand-edited");

  await playground.openPrompt(/movie-critic/);
  await playground.fill("movie", "Alien");
  await history.open();
  await history.rows.first().click();
  await history.run.getByRole("button", { name: "Open in the playground" }).click();
  const notice = page.getByRole("note").filter({ hasText: "Opened as it was" });
  await expect(notice).toContainText("Its body was edited by hand");
  await inspector.getByRole("button", { name: "Edit the body and send it again" }).click();
  await inspector.getByRole("button", { name: /^Send/ }).click();
  expect(JSON.parse((await provider.request(2)).body)).toEqual(JSON.parse(byHand));
  await expect(playground.output).toContainText("Hello from the fake provider.");
  await notice.getByRole("button", { name: "Back to what was here" }).click();
  await expect(page.getByRole("textbox", { name: "movie", exact: true })).toHaveValue("Alien");
  await expect(playground.output).toContainText("Not run yet.");
});

test("a run made again uses the version it used (a label that was moved sent another prompt unseen)", async ({
  openApp,
  langfuse,
  provider,
}) => {
  const first = await openApp();
  const playground = new PlaygroundPage(first.page);
  await playground.openLangfuse();
  await playground.openPrompt(/reply draft/);
  await playground.fill("tone", "warm");
  await playground.chooseModel("gpt-4o");
  await playground.run();
  await expect(playground.output).toContainText("Hello from the fake provider.");
  expect((await provider.request(0)).body).toContain("New warm for");
  await first.close();
  langfuse.prompts.moveLabel("support/reply draft", "production", 1);

  const { page } = await openApp();
  const history = new HistoryPage(page);
  await history.open();
  await history.rows.first().click();
  const again = history.run.getByRole("button", { name: "Run again" });
  await expect(again).toHaveAttribute("title", /^Runs version 2 again/);
  await again.click();
  await expect(history.rows).toHaveCount(2);
  expect((await provider.request(1)).body).toBe((await provider.request(0)).body);
});
