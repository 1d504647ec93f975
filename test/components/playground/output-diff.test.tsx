import { beforeEach, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { draftWith, eventsOf, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

const lines = Array.from({ length: 24 }, (_, index) => `Point ${index} of the long answer.`);
const answerOf = (...changed: [index: number, line: string][]) =>
  changed.reduce((text, [index, line]) => text.toSpliced(index, 1, line), lines).join("\n");
const longAnswers: Record<string, string> = {
  a: answerOf(),
  b: answerOf([3, "We opened a refund for the second payment."], [12, "Point twelve of the long answer."]),
  c: answerOf([3, "We asked our billing for the second payment."]),
};

/** A column for each answer, all of them answered and shown as differences from the first. */
async function showDiff(answers: Record<string, string>) {
  const { screen } = await showPlayground({
    draft: draftWith(Object.keys(answers).map((id) => variant(id, { modelOverride: id }))),
    events: ({ modelOverride }) => eventsOf(answers[modelOverride ?? ""] ?? ""),
  });
  await screen.getByRole("button", { name: "Run all" }).click();
  await expect.element(screen.getByRole("button", { name: "Run all" })).toBeEnabled();
  await userEvent.keyboard("{Control>}d{/Control}");
  const output = (letter: string) =>
    screen.getByRole("region", { name: `Variant ${letter}` }).getByRole("region", { name: "Output" });
  const bar = screen.getByRole("region", { name: "Output diff" });
  await expect.element(output("A").getByText("base of the comparison")).toBeVisible();
  const marked = (letter: string, tag: "del" | "ins") =>
    [...output(letter).element().querySelectorAll(tag)].map(({ textContent }) => textContent);
  const folds = (letter: string) =>
    output(letter)
      .getByRole("button", { name: /the same/ })
      .elements()
      .map(({ textContent }) => textContent);
  return { screen, output, bar, marked, folds };
}

beforeEach(() => page.viewport(1800, 900));

it("three columns fold the same lines, by words and by lines, and one fold opens alone", async () => {
  const { output, bar, marked, folds } = await showDiff(longAnswers);
  await bar.getByRole("switch", { name: "Fold what is the same" }).click();
  for (const unit of ["Words", "Lines"]) {
    await bar.getByRole("radio", { name: unit }).click();
    await expect.poll(() => folds("A").length).toBe(2);
    // The base's own column would show all its lines beside folded ones.
    expect(folds("B")).toEqual(folds("A"));
    expect(folds("C")).toEqual(folds("A"));
    await expect.element(output("C")).not.toMatchTextContent("Point 7 of");
  }
  expect(marked("B", "del")).toEqual([`${lines[3]}\n`, `${lines[12]}\n`]);
  expect(marked("B", "ins")[0]).toBe("We opened a refund for the second payment.\n");
  expect(marked("C", "ins")).toHaveLength(1);
  await output("C")
    .getByRole("button", { name: /the same/ })
    .first()
    .click();
  await expect.element(output("C")).toMatchTextContent("Point 7 of the long answer.");
  await expect.element(output("B")).not.toMatchTextContent("Point 7 of the long answer.");
  await bar.getByRole("switch", { name: "Fold what is the same" }).click();
  for (const letter of ["A", "B", "C"]) await expect.element(output(letter)).toMatchTextContent("Point 7 of the long");
});

it("words that changed in a row are one change against any base, and the summary is in sight from the start", async () => {
  const { output, bar, marked } = await showDiff(longAnswers);
  // The answers are longer than their boxes, and a box follows its answer to the end.
  for (const letter of ["A", "B", "C"]) {
    await expect.element(output(letter).getByText(/base of the comparison|% the same as/)).toBeInViewport({ ratio: 1 });
  }
  await bar.getByRole("combobox", { name: "Compare with" }).selectOptions("Base B");
  await expect.poll(() => marked("C", "del")[0]).toBe("opened a refund");
  expect(marked("C", "ins")[0]).toBe("asked our billing");
  await expect.element(output("B").getByText("base of the comparison")).toBeVisible();
});

it("answers in JSON differ by their paths, and what is the same is not listed", async () => {
  const { output, bar, marked } = await showDiff({
    a: '{"tone": "warm", "words": 12}',
    b: '{"tone": "cold", "words": 12}',
  });
  await expect.poll(() => [marked("B", "del"), marked("B", "ins")]).toEqual([["warm"], ["cold"]]);
  await bar.getByRole("radio", { name: "JSON paths" }).click();
  await expect.element(output("B")).toMatchTextContent("$.tone");
  await expect.element(output("B")).not.toMatchTextContent("$.words");
  await bar.getByRole("combobox", { name: "Compare with" }).selectOptions("Base B");
  await expect.element(output("A")).toMatchTextContent("$.tone");
});
