import { seriousViolations } from "./accessibility.ts";
import { HistoryPage } from "./history-page.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

test("a run opened again asks before its rules become those of new runs", async ({ page, provider }) => {
  const playground = new PlaygroundPage(page);
  const history = new HistoryPage(page);
  await playground.openTestChat();
  await playground.run();
  await expect(playground.figures).toContainText("200");
  await page.getByRole("button", { name: "Settings" }).first().click();
  const rules = page.getByRole("region", { name: "Prompt rules" });
  const choose = (title: string, value: string) =>
    rules
      .getByRole("group", { name: title })
      .or(rules.getByRole("radiogroup", { name: title }))
      .getByText(value)
      .click();
  await choose("Compile variables as", "JS SDK");
  await choose("Stream answers", "Off");

  await history.open();
  await history.rows.first().click();
  await history.run.getByRole("button", { name: "Open in the playground" }).click();
  const asked = page.getByRole("note").filter({ hasText: "New runs differ." });
  await expect(asked).toContainText("This run was compiled as the Python SDK does, streamed.");
  expect(await seriousViolations(page)).toEqual([]);
  await expect(page.getByRole("button", { name: /^Compiled as/ })).toContainText("JS");
  await asked.getByRole("button", { name: "Use that for new runs" }).click();
  await expect(asked).toBeHidden();
  await expect(page.getByRole("button", { name: /^Compiled as/ })).toContainText("Python");
  await playground.run();
  expect(JSON.parse((await provider.request(1)).body)).toMatchObject({ stream: true });
});
