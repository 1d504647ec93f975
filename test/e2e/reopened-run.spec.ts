import { HistoryPage } from "./history-page.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

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
