import type { ResolvedPrompt } from "@shared/domain/prompt/prompt.ts";
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { useEdits } from "../../../renderer/stores/prompts/edits.ts";
import { draftWith, resolvedPrompt, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

const chat = [
  { role: "system", content: "Be kind. Be brief." },
  { type: "placeholder" as const, name: "history" },
  { role: "user", content: "Be quick" },
];

async function showChat(prompt: ResolvedPrompt["prompt"]["prompt"] = chat) {
  const { screen } = await showPlayground({
    draft: draftWith([variant("a")]),
    answers: {
      "prompts.get": resolvedPrompt({ prompt }),
      "edits.keep": { keptAt: 0 },
      "edits.discard": { edit: null, discarded: null },
    },
  });
  const text = (place: number) => screen.getByRole("textbox", { name: `Text of message ${place}` });
  await expect.element(text(1)).toBeVisible();
  const button = (name: string | RegExp) => screen.getByRole("button", { name, exact: true });
  return { screen, text, button };
}

const cards = () => useEdits.getState().open?.editing.now.cards ?? [];
const contents = () => cards().map(({ item }) => ("content" in item ? item.content : `(${item.name})`));

/** What scrolls the messages. */
function listOf(place: number): HTMLElement {
  const list = document.querySelector(`[aria-label="Message ${place}"]`)?.closest("[data-card]")?.parentElement;
  if (!list) throw new Error(`There is no message ${place}.`);
  return list;
}

function isInSight(element: Element | null, place: number): boolean {
  const [own, list] = [element?.getBoundingClientRect(), listOf(place).getBoundingClientRect()];
  return own !== undefined && own.height > 0 && own.top >= list.top && own.bottom <= list.bottom;
}

describe("find and replace over all messages", () => {
  it("goes on from place to place with Enter, the focus in its field (a second Enter typed over what was found)", async () => {
    const { screen, text } = await showChat();
    await text(1).click();
    await userEvent.keyboard("{Control>}f{/Control}");
    const bar = screen.getByLabelText("Find in all messages");
    await expect.element(bar.getByRole("textbox", { name: "Find" })).toHaveFocus();
    await userEvent.keyboard("be");
    await expect.element(bar).toMatchTextContent("3 places");
    // Nothing was marked before the first Enter.
    const parts = [...screen.getByRole("region", { name: "Message 1" }).element().querySelectorAll("*")];
    const editor = parts.find(({ shadowRoot }) => shadowRoot)?.shadowRoot;
    await vi.waitFor(() => expect(editor?.querySelector(".cm-found")?.textContent).toBe("Be"));
    await userEvent.keyboard("{Enter}{Enter}{Enter}");
    await expect.element(bar).toMatchTextContent("3 of 3 places");
    await expect.element(bar.getByRole("textbox", { name: "Find" })).toHaveFocus();
    expect(contents()).toEqual(["Be kind. Be brief.", "(history)", "Be quick"]);
    await userEvent.keyboard("{Enter}");
    await expect.element(bar).toMatchTextContent("1 of 3 places");
    // Leaving it puts the cursor where it had come to.
    await userEvent.keyboard("{Escape}");
    await expect.element(bar).not.toBeInTheDocument();
    await userEvent.keyboard("Do");
    await vi.waitFor(() => expect(contents()[0]).toBe("Do kind. Be brief."));
  });

  it("has the focus before the next key is handled (it was typed into the text), and stays in sight of what it finds", async () => {
    const { screen, text } = await showChat([
      ...Array.from({ length: 30 }, () => ({ role: "user", content: "A line\n".repeat(8) })),
      { role: "user", content: "needle" },
    ]);
    await text(1).click();
    const key = new KeyboardEvent("keydown", { key: "f", keyCode: 70, ctrlKey: true, bubbles: true, composed: true });
    text(1).element().dispatchEvent(key);
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Find");
    await userEvent.keyboard("needle{Enter}");
    await vi.waitFor(() => expect(isInSight(text(31).element(), 31)).toBe(true));
    const list = listOf(31).getBoundingClientRect();
    expect(screen.getByRole("textbox", { name: "Find" }).element().getBoundingClientRect().bottom).toBeLessThan(
      list.top,
    );
  });

  it("replaces one by one or all, each a step of undo, and does not find what it has put in", async () => {
    const { screen, button } = await showChat();
    await button("Find and replace").click();
    await expect.element(screen.getByRole("textbox", { name: "Find" })).toHaveFocus();
    await userEvent.keyboard("be");
    await screen.getByRole("textbox", { name: "Replace with" }).fill("be be");
    const replace = button("Replace");
    await replace.click();
    expect(contents()[0]).toBe("Be kind. Be brief.");
    await replace.click();
    await expect.element(screen.getByLabelText("Find in all messages")).toMatchTextContent("3 of 4 places");
    await replace.click();
    expect(contents()[0]).toBe("be be kind. be be brief.");
    await button("Undo replacing in message 1").click();
    expect(contents()[0]).toBe("be be kind. Be brief.");
    await button("Replace all").click();
    expect(contents()).toEqual(["be be be be kind. be be brief.", "(history)", "be be quick"]);
    await button("Undo replacing “be”").click();
    expect(contents()[2]).toBe("Be quick");
  });
});

describe("the focus among messages", () => {
  it("stays in a text that is moved, is in a new one, and on the next card when one is deleted", async () => {
    const { screen, text, button } = await showChat();
    await text(1).click();
    await userEvent.keyboard("{Home}{Alt>}{ArrowDown}{ArrowDown}{/Alt}x");
    await vi.waitFor(() => expect(contents()).toEqual(["(history)", "Be quick", "xBe kind. Be brief."]));
    await userEvent.keyboard("{Alt>}{ArrowUp}{/Alt}y");
    await vi.waitFor(() => expect(contents()).toEqual(["(history)", "xyBe kind. Be brief.", "Be quick"]));
    await button("Message").click();
    // The focus lies in the editor's shadow root: the document knows its host.
    const added = screen.getByRole("region", { name: "Message 4" });
    await vi.waitFor(() => expect(added.element().contains(document.activeElement)).toBe(true));
    await userEvent.keyboard("new");
    await vi.waitFor(() => expect(contents().at(-1)).toBe("new"));
    await button("Delete message 2").click();
    await expect.element(screen.getByRole("region", { name: "Message 2" })).toHaveFocus();
    expect(contents()).toEqual(["(history)", "Be quick", "new"]);
  });

  it("is in a new message far below what is in sight, whose text is no editor before it is near (keys went nowhere)", async () => {
    const many = Array.from({ length: 60 }, (_, index) => ({ role: "user", content: `Message ${index}\n`.repeat(8) }));
    const { screen, text } = await showChat(many);
    await text(1).click();
    // As a key does it: nothing is scrolled to the button at the end.
    const add = screen.getByRole("button", { name: "Message", exact: true }).element() as HTMLButtonElement;
    add.click();
    const added = screen.getByRole("region", { name: "Message 61" });
    await vi.waitFor(() => expect(added.element().contains(document.activeElement)).toBe(true));
    await userEvent.keyboard("new");
    await vi.waitFor(() => expect(contents().at(-1)).toBe("new"));
  });
});

describe("a message far from what is in sight", () => {
  const far = 60;
  const many = Array.from({ length: far }, (_, index) => ({
    role: index % 2 === 0 ? "user" : "assistant",
    content: `Message ${index + 1} says {{tone}}\n`.repeat(8),
  }));

  it("is plain text and no editor, until it comes near, and again when it is left; what was typed stays", async () => {
    const { screen, text } = await showChat(many);
    const card = screen.getByRole("region", { name: `Message ${far}`, exact: true });
    await expect.element(card).toMatchTextContent(`Message ${far} says {{tone}}`);
    expect(text(far).query()).toBeNull();
    card.element().scrollIntoView();
    await text(far).click();
    await userEvent.keyboard("{Control>}{End}{/Control}Typed");
    await vi.waitFor(() => expect(contents().at(-1)).toMatch(/Typed$/));
    screen.getByRole("region", { name: "Message 1", exact: true }).element().scrollIntoView();
    await text(1).click();
    await expect.element(text(far)).not.toBeInTheDocument();
    await expect.element(card).toMatchTextContent("Typed");
  });

  it("is found, brought in sight with its place marked, and replaced in, the focus in the field", async () => {
    const content = "A needle in message 60";
    const { screen, text, button } = await showChat([...many.slice(0, -1), { role: "user", content }]);
    await text(1).click();
    await userEvent.keyboard("{Control>}f{/Control}");
    const bar = screen.getByLabelText("Find in all messages");
    await expect.element(bar.getByRole("textbox", { name: "Find" })).toHaveFocus();
    await userEvent.keyboard("needle");
    await expect.element(bar).toMatchTextContent("1 place");
    await userEvent.keyboard("{Enter}");
    await expect.element(text(far)).toBeVisible();
    const found = () => text(far).element().querySelector(".cm-found");
    await vi.waitFor(() => expect(found()?.textContent).toBe("needle"));
    await vi.waitFor(() => expect(isInSight(found(), far)).toBe(true));
    await expect.element(bar.getByRole("textbox", { name: "Find" })).toHaveFocus();
    // A neighbour that takes its height late pushes it out of sight, until a person scrolls by himself.
    const before = screen.getByRole("region", { name: `Message ${far - 1}`, exact: true }).element() as HTMLElement;
    listOf(far).style.overflowAnchor = "none";
    for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame);
    before.style.paddingTop = "2000px";
    await vi.waitFor(() => expect(isInSight(found(), far)).toBe(true));
    bar.element().dispatchEvent(new WheelEvent("wheel", { bubbles: true }));
    before.style.paddingTop = "";
    // Out of sight once more, where there is no editor to be told.
    await vi.waitFor(() => {
      screen.getByRole("region", { name: "Message 1", exact: true }).element().scrollIntoView();
      expect(text(far).query()).toBeNull();
    });
    await bar.getByRole("textbox", { name: "Replace with" }).fill("straw");
    await button("Replace all").click();
    await vi.waitFor(() => expect(contents().at(-1)).toBe("A straw in message 60"));
    const card = screen.getByRole("region", { name: `Message ${far}`, exact: true });
    await expect.element(card).toMatchTextContent("A straw in message 60");
  });
});
