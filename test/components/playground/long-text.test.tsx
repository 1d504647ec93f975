import { useState } from "react";
import { flushSync } from "react-dom";
import { beforeEach, describe, expect, it } from "vitest";
import { page } from "vitest/browser";
import { MarkdownText } from "../../../renderer/features/playground/text/MarkdownText.tsx";
import { PlainText } from "../../../renderer/features/playground/text/PlainText.tsx";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { draftWith, eventsOf, variant } from "../samples.ts";
import { show, showPlayground } from "../show.tsx";

beforeEach(() => page.viewport(1440, 900));

const long = Array.from(
  { length: 1_000 },
  (_, part) =>
    `## Part ${part}\n\nTwenty **words** about part ${part}, so that the text as a whole is as long as a book.\n\n`,
).join("");

async function answered(text: string) {
  const shown = await showPlayground({ draft: draftWith([variant("a")]), events: () => eventsOf(text) });
  await shown.screen.getByRole("button", { name: /^Run\b/ }).click();
  return { ...shown, output: shown.screen.getByRole("region", { name: "Output" }) };
}

describe("a long answer", () => {
  // All of it was parsed at once: eleven seconds without a frame.
  it("is parsed where it is looked at and is all there as text meanwhile", async () => {
    const { output } = await answered(long);
    const parsed = () => output.element().querySelectorAll("strong").length;
    await expect.poll(parsed).toBeGreaterThan(0);
    expect(parsed()).toBeLessThan(300);
    expect(output.element().textContent).toContain("about part 999");
    // It is at its end, where it was while it came.
    const box = output.element();
    await expect.poll(() => box.scrollHeight - box.scrollTop - box.clientHeight).toBeLessThan(30);
    const ends = [...box.querySelectorAll("strong")].at(-1);
    await expect.poll(() => ends?.getBoundingClientRect().bottom).toBeLessThan(900);
    box.dispatchEvent(new WheelEvent("wheel", { bubbles: true }));
    box.scrollTop = box.scrollHeight / 2;
    await expect.poll(() => isParsedInSight(box)).toBe(true);
  });

  it("goes to plain text and back with one visible switch, which is kept", async () => {
    const { screen, output } = await answered("Some **bold** words.\nA second line.");
    await expect.element(output.getByText("bold", { exact: true })).toBeVisible();
    expect(output.element().querySelector("strong")).not.toBeNull();
    // A line end of the answer is one on the screen.
    expect(wordsOf(output.element())).toMatch(/words\.\nA second/);
    const markdown = screen.getByRole("button", { name: "Markdown" });
    await expect.element(markdown).toHaveAttribute("aria-pressed", "true");
    await markdown.click();
    await expect.element(output.getByText("Some **bold** words.")).toBeVisible();
    expect(useDraft.getState().draft.layout["markdown"]).toBe(false);
  });

  // Three parts in four of what the frame of the switch took was parsing what could come with the next ones.
  it("is Markdown from its beginning on with the frame of the switch, and as far as it is looked at soon after", async () => {
    let switchTo = (_form: "plain" | "markdown", _text: string) => {};
    function Switched() {
      const [{ form, text }, set] = useState({ form: "markdown", text: "The parser is **there**." });
      switchTo = (nextForm, nextText) => set({ form: nextForm, text: nextText });
      const Text = form === "markdown" ? MarkdownText : PlainText;
      return (
        <div data-testid="box" style={{ height: 600, overflow: "auto" }}>
          <Text text={text} streaming={false} />
        </div>
      );
    }
    const screen = await show(<Switched />);
    const box = screen.getByTestId("box").element();
    const parsed = () => [...box.querySelectorAll("p")].reduce((sum, { textContent }) => sum + textContent.length, 0);
    await expect.poll(parsed).toBeGreaterThan(0);
    flushSync(() => switchTo("plain", long));
    expect(parsed()).toBe(0);
    flushSync(() => switchTo("markdown", long));
    expect(parsed()).toBeGreaterThan(100);
    expect(parsed()).toBeLessThan(450);
    await expect.poll(parsed).toBeGreaterThan(1_500);
    expect(parsed()).toBeLessThan(long.length / 5);
  });

  it("that is JSON stays as it came", async () => {
    const { output } = await answered('{\n  "a_b_c": "*x*",\n  "list": [1, 2]\n}');
    await expect.poll(() => wordsOf(output.element())).toContain('{\n  "a_b_c": "*x*",\n  "list": [1, 2]\n}');
  });
});

/** As it is read on the screen, line ends included. */
const wordsOf = (element: Element) => (element instanceof HTMLElement ? element.innerText : "");

/** The element in the middle of a box: a paragraph once its part was parsed. */
function isParsedInSight(box: Element): boolean {
  const seen = box.getBoundingClientRect();
  return [...box.querySelectorAll("strong")].some((word) => {
    const { top, bottom } = word.getBoundingClientRect();
    return top >= seen.top && bottom <= seen.bottom;
  });
}

describe("text that goes from right to left", () => {
  // Arabic and Hebrew stood at the left, their full stops on the wrong side.
  it.each([true, false])(
    "begins at the right, beside text that begins at the left (Markdown: %s)",
    async (markdown) => {
      const text = "مرحبا بالعالم، هذا جواب.\n\nAn answer in English.";
      const { output } = await (async () => {
        const shown = await showPlayground({
          draft: draftWith([variant("a")], { layout: { inspectorClosed: true, markdown } }),
          events: () => eventsOf(text),
        });
        await shown.screen.getByRole("button", { name: /^Run\b/ }).click();
        return { output: shown.screen.getByRole("region", { name: "Output" }) };
      })();
      await expect.element(output).toMatchTextContent("An answer in English.");
      const box = output.element().getBoundingClientRect();
      const rectOf = (words: string) => {
        const walker = document.createTreeWalker(output.element(), NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const from = node.textContent?.indexOf(words) ?? -1;
          if (from < 0) continue;
          const range = document.createRange();
          range.setStart(node, from);
          range.setEnd(node, from + words.length);
          return range.getBoundingClientRect();
        }
        throw new Error(`${words} is not there`);
      };
      await expect.poll(() => box.right - rectOf("مرحبا").right).toBeLessThan(40);
      expect(rectOf("An answer").left - box.left).toBeLessThan(40);
    },
  );

  it("each part of Markdown has its own direction", async () => {
    const screen = await show(<MarkdownText text={"- שלום עולם.\n- hello"} streaming={false} />);
    await expect.element(screen.getByText("hello")).toBeVisible();
    await expect.poll(() => document.querySelectorAll("li[dir=auto]").length).toBe(2);
  });
});
