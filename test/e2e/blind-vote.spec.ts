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

  test("hides who wrote what until the choice, and names the winner by its place and its own letter (the letter of another)", async ({
    page,
  }) => {
    const playground = new PlaygroundPage(page);
    const area = page.getByRole("region", { name: "Variants" });
    // Shuffled anew each time; one of these is out of order all but once in six to the third.
    for (const place of [1, 2, 3]) {
      await page.getByRole("button", { name: /^Blind vote/ }).click();
      await expect(area.getByRole("region", { name: /^Answer \d$/ })).toHaveCount(3);
      await expect(area).not.toContainText(/gpt-4o|claude|my-deployment|azure|anthropic|openai/i);
      await expect(page.getByRole("region", { name: "Inspector" })).toBeHidden();
      const column = area.getByRole("region", { name: `Answer ${place}` });
      const said = await column.getByRole("region", { name: "Output" }).innerText();
      const winner = authors.find(({ text }) => said.includes(text)) ?? authors[0];
      await column.getByRole("button", { name: "This one is best" }).click();
      await expect(
        area.getByText(`You chose answer ${place}: variant ${winner.letter} · ${winner.model}.`),
      ).toBeVisible();
      const revealed = playground.variantAt(winner.letter);
      await expect(revealed).toContainText(winner.text);
      await expect(revealed).toContainText(`answer ${place} · chosen`);
      await expect(revealed).toContainText("best of 3, blind");
      await area.getByRole("button", { name: "Done" }).click();
      await expect(area.getByText(/^answer \d/)).toHaveCount(0);
    }
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

  test("ends with the second last variant (Add variant stayed off until a reload)", async ({ page }) => {
    const playground = new PlaygroundPage(page);
    await page.getByRole("button", { name: /^Blind vote/ }).click();
    await page.getByRole("button", { name: "Reveal without a choice" }).click();
    await expect(page.getByText("No answer was chosen.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Add variant" })).toBeDisabled();
    for (const letter of ["C", "B"]) {
      await playground.variantAt(letter).getByRole("button", { name: "Remove this variant" }).click();
    }
    await expect(page.getByText("No answer was chosen.")).toBeHidden();
    await page.getByRole("button", { name: "Add variant" }).click();
    await expect(playground.variantAt("B")).toBeVisible();
  });
});
