import { violations } from "./accessibility.ts";
import { expect, test } from "./app.ts";
import { HistoryPage } from "./history-page.ts";
import { importRuns, pastRun } from "./imported-runs.ts";
import { savedFile } from "./saved-file.ts";

test("several runs are chosen, exported alone, deleted together, and come back by one undo", async ({ page, host }) => {
  const history = new HistoryPage(page);
  await importRuns(
    history,
    Array.from({ length: 8 }, (_, index) => pastRun(index + 1, 1)),
  );
  await history.rows.nth(1).click();
  await history.rows.nth(3).click({ modifiers: ["Shift"] });
  await history.rows.nth(6).click({ modifiers: ["Control"] });
  const bar = page.getByRole("region", { name: "Chosen runs" });
  await expect(bar).toContainText("4 runs chosen");
  await expect(page.getByText("4 runs are chosen.")).toBeVisible();
  expect(await violations(page)).toEqual([]);

  const exported = await savedFile(page, host, async () => {
    await bar.getByRole("button", { name: "Export" }).click();
    await page.getByRole("menuitem", { name: /^JSON/ }).click();
  });
  const { runs } = JSON.parse(exported) as { runs: { record: { id: string } }[] };
  expect(runs.map(({ record }) => record.id)).toEqual(["run-7", "run-6", "run-5", "run-2"]);

  await bar.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("4 runs deleted.")).toBeVisible();
  await expect(history.rows).toHaveCount(4);
  await expect(bar).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(history.rows).toHaveCount(8);

  // The same by keys alone.
  await page.getByRole("listbox", { name: "Runs" }).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(bar).toContainText("2 runs chosen");
  await page.keyboard.press("Control+a");
  await expect(bar).toContainText("8 runs chosen");
  await page.keyboard.press("Delete");
  await expect(page.getByText("8 runs deleted.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(history.rows).toHaveCount(8);
});

test("the palette searches the history and undoes a delete, from any view", async ({ page }) => {
  const history = new HistoryPage(page);
  await importRuns(history, [pastRun(1, 1), pastRun(2, 1)]);
  const command = async (name: string) => {
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").fill(name);
    await page.getByRole("option", { name: `${name} Go to` }).click();
  };
  await history.rows.first().click();
  await history.run.getByRole("button", { name: "Delete this run" }).click();
  await expect(history.rows).toHaveCount(1);
  await page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: "Playground" }).click();
  await command("Undo deleting runs");
  await command("Search the history");
  await expect(history.search).toBeFocused();
  await expect(history.rows).toHaveCount(2);
  await page.keyboard.type("customer 2");
  await expect(history.rows).toHaveCount(1);

  // Undone once, there is nothing more to undo.
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("Undo");
  await expect(page.getByRole("option", { name: "Undo deleting runs" })).toHaveCount(0);
});
