import { seriousViolations } from "./accessibility.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

const lines = Array.from({ length: 24 }, (_, index) => `Point ${index} of the long answer.`);
const answerOf = (...changed: [index: number, line: string][]) =>
  changed.reduce((text, [index, line]) => text.toSpliced(index, 1, line), lines).join("\n");
const answers = {
  A: answerOf(),
  B: answerOf([3, "We opened a refund for the second payment."], [12, "Point twelve of the long answer."]),
  C: answerOf([3, "We asked our billing for the second payment."]),
};

/** Three variants whose answers differ in one or two lines of many, shown as a diff. */
test.beforeEach(async ({ page, provider }) => {
  // All three columns in sight.
  await page.setViewportSize({ width: 1800, height: 900 });
  const playground = new PlaygroundPage(page);
  await playground.openTestChat();
  await playground.addVariant("B", "gpt-4o-mini");
  await playground.addVariant("C", "gpt-4.1");
  for (const [letter, text] of Object.entries(answers)) {
    provider.next({ kind: "answer", answer: { text } });
    await playground.variantAt(letter).getByRole("button", { name: "Run this variant" }).click();
    await expect(playground.outputOf(letter)).toContainText("Point 23");
    await expect(playground.variantAt(letter).getByRole("region", { name: "Figures of the run" })).toContainText("200");
  }
  await page.keyboard.press("ControlOrMeta+d");
});

test("three columns fold the same lines, by words and by lines, and one fold opens alone", async ({ page }) => {
  const playground = new PlaygroundPage(page);
  const [a, b, c] = [playground.outputOf("A"), playground.outputOf("B"), playground.outputOf("C")];
  const folds = async (letter: string) =>
    playground
      .outputOf(letter)
      .getByRole("button", { name: /the same/ })
      .allInnerTexts();
  const bar = page.getByRole("region", { name: "Output diff" });
  await bar.getByRole("switch", { name: "Fold what is the same" }).click();
  for (const unit of ["Words", "Lines"]) {
    await bar.getByRole("radio", { name: unit }).click();
    await expect(a.getByRole("button", { name: /the same/ })).toHaveCount(2);
    // The base's own column would show all its lines beside folded ones.
    expect(await folds("A")).toEqual(await folds("B"));
    expect(await folds("C")).toEqual(await folds("B"));
    await expect(c).not.toContainText("Point 7 of");
  }
  await expect(b.locator("del")).toHaveText([`${lines[3]}\n`, `${lines[12]}\n`]);
  await expect(b.locator("ins").first()).toHaveText("We opened a refund for the second payment.\n");
  await expect(c.locator("ins")).toHaveCount(1);

  await c
    .getByRole("button", { name: /the same/ })
    .first()
    .click();
  await expect(c).toContainText("Point 7 of the long answer.");
  await expect(b).not.toContainText("Point 7 of the long answer.");
  expect(await seriousViolations(page)).toEqual([]);
  await bar.getByRole("switch", { name: "Fold what is the same" }).click();
  for (const column of [a, b, c]) await expect(column).toContainText("Point 7 of the long answer.");
});

test("words that changed in a row are one change, and the summary is in sight from the start", async ({ page }) => {
  const playground = new PlaygroundPage(page);
  const bar = page.getByRole("region", { name: "Output diff" });
  // The answers are longer than their boxes, and a box follows its answer to the end.
  for (const letter of ["A", "B", "C"]) {
    const first = playground.outputOf(letter).getByText(/base of the comparison|% the same as/);
    await expect(first).toBeInViewport({ ratio: 1 });
  }
  await bar.getByRole("combobox", { name: "Compare with" }).selectOption({ label: "Base B" });
  const c = playground.outputOf("C");
  await expect(c.locator("del").first()).toHaveText("opened a refund");
  await expect(c.locator("ins").first()).toHaveText("asked our billing");
});
