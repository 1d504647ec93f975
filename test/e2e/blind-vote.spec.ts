import { HistoryPage } from "./history-page.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

const authors = [
  { letter: "A", api: "openai", text: "Said by the first.", model: "gpt-4o" },
  {
    letter: "B",
    api: "anthropic",
    text: "Said by the second.",
    model: "claude-3-5-sonnet-20240620",
  },
  { letter: "C", api: "azure", text: "Said by the third.", model: "my-deployment" },
] as const;

test.describe("a blind vote", () => {
  test.beforeEach(async ({ page, provider }) => {
    const playground = new PlaygroundPage(page);
    await playground.openThree();
    for (const { api, text } of authors) provider.nextOf(api, { kind: "answer", answer: { text } });
    await page.getByRole("button", { name: "Run all" }).click();
    for (const { letter, text } of authors) await expect(playground.outputOf(letter)).toContainText(text);
  });

  test("keeps the vote beside a run's own note (the note overwritten)", async ({ page }) => {
    const playground = new PlaygroundPage(page);
    for (const { letter } of authors) {
      await playground.variantAt(letter).getByRole("button", { name: "Add a note" }).click();
      const note = page.getByRole("textbox", { name: "Note on this run" });
      await note.fill(`mine on ${letter}`);
      await note.blur();
      await expect(playground.variantAt(letter).getByText(`mine on ${letter}`)).toBeVisible();
    }
    await page.getByRole("button", { name: /^Blind vote/ }).click();
    await page.getByRole("button", { name: "This one is best" }).first().click();
    await expect(page.getByText("best of 3, blind")).toBeVisible();
    for (const { letter } of authors) await expect(page.getByText(`mine on ${letter}`)).toBeVisible();

    const history = new HistoryPage(page);
    await history.open();
    await expect(history.rows).toHaveCount(3);
    await history.rows.filter({ has: page.getByRole("img", { name: "best in a blind vote" }) }).click();
    await expect(history.run).toContainText("best of 3, blind");
    await expect(history.run.getByRole("textbox", { name: "Note" })).toHaveValue(/^mine on [ABC]$/);
    await history.run.getByRole("button", { name: "Take the blind vote back" }).click();
    await expect(history.run).not.toContainText("best of 3, blind");
    await expect(history.run.getByRole("textbox", { name: "Note" })).toHaveValue(/^mine on [ABC]$/);
  });
});
