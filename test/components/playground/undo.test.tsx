import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { useEdits } from "../../../renderer/stores/prompts/edits.ts";
import { draftWith, promptRef, resolvedPrompt, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

const chat = [
  { role: "system", content: "Be {{tone}}." },
  { role: "user", content: "First question" },
  { type: "placeholder" as const, name: "history" },
];

async function showChat() {
  const shown = await showPlayground({
    draft: draftWith([variant("a")]),
    answers: {
      "prompts.get": resolvedPrompt({ prompt: chat, config: { temperature: 0.2 } }),
      "edits.keep": { keptAt: 0 },
      "edits.discard": { edit: null, discarded: null },
    },
  });
  const { screen } = shown;
  const text = (place: number) => screen.getByRole("textbox", { name: `Text of message ${place}` });
  await expect.element(text(1)).toBeVisible();
  const button = (name: string | RegExp) => screen.getByRole("button", { name, exact: true });
  const press = (keys: string) => userEvent.keyboard(keys);
  return { ...shown, text, button, press };
}

const undoKey = "{Control>}z{/Control}";
const redoKey = "{Control>}{Shift>}z{/Shift}{/Control}";

describe("a card that is dragged", () => {
  const grip = (place: number) => document.querySelector(`[data-place="${place}"]`) as Element;
  const box = (place: number) => (grip(place).closest("[data-card]") as Element).getBoundingClientRect();
  const drag = (type: string, at: Element, clientY: number, dataTransfer: DataTransfer) =>
    at.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, clientY, dataTransfer }));
  const start = async (place: number, data: DataTransfer) => {
    const at = grip(place);
    drag("dragstart", at, box(place).top, data);
    await expect.poll(() => getComputedStyle(at.closest("[data-card]") as Element).opacity).not.toBe("1");
  };
  const roles = () => useEdits.getState().open?.editing.now.cards.map(({ item }) => ("role" in item ? item.role : ""));
  const shadow = (place: number) => getComputedStyle(grip(place).closest("[data-card]") as Element).boxShadow;

  // Nothing told where it would land.
  it("shows where it would stand, and stands there; dropped where it is, nothing is an edit", async () => {
    await showChat();
    const data = new DataTransfer();
    await start(2, data);
    const list = grip(0).closest("[data-card]")?.parentElement as Element;
    drag("dragover", list, box(0).top + 2, data);
    await expect.poll(() => shadow(0)).not.toBe("none");
    expect(shadow(1)).toBe("none");
    drag("dragover", list, box(2).bottom, data);
    await expect.poll(() => shadow(0)).toBe("none");
    expect(shadow(1)).toBe("none");
    drag("drop", list, box(2).bottom, data);
    expect(useEdits.getState().open?.changed).toBe(false);
    await start(2, data);
    drag("drop", list, box(0).top + 2, data);
    expect(roles()).toEqual(["", "system", "user"]);
    await expect.poll(() => grip(0).closest("[data-card]")?.textContent).toContain("placeholder");
    await start(0, data);
    drag("dragover", list, box(2).bottom, data);
    await expect.poll(() => shadow(2)).not.toBe("none");
    drag("drop", list, box(2).bottom, data);
    expect(roles()).toEqual(["system", "user", ""]);
  });

  it("from another window moves none of these", async () => {
    await showChat();
    const data = new DataTransfer();
    data.setData("application/x-promptscope-card", String(useEdits.getState().open?.editing.now.cards[0]?.id));
    drag("drop", grip(2).closest("[data-card]")?.parentElement as Element, box(2).bottom, data);
    expect(useEdits.getState().open?.changed).toBe(false);
  });
});

describe("undo over everything", () => {
  it("takes back a deleted message by key, though its button and with it the focus are gone", async () => {
    const { text, button, press } = await showChat();
    await button("Delete message 2").click();
    await expect.element(text(2)).not.toBeInTheDocument();
    await press(undoKey);
    await expect.element(text(2)).toMatchTextContent("First question");
    await press(redoKey);
    await expect.element(text(2)).not.toBeInTheDocument();
  });

  it("works by key from any button of the panel, over cards, roles and the config alike", async () => {
    const { screen, button, press } = await showChat();
    await screen.getByRole("combobox", { name: "Role of message 1" }).selectOptions("developer");
    await button("Duplicate message 2").click();
    await screen.getByRole("tab", { name: /^Config/ }).click();
    await screen.getByRole("textbox", { name: "temperature" }).fill("0.7");
    await screen.getByRole("tab", { name: "Versions" }).click();
    const { change: _, ...edits } = useEdits.getState();
    expect(edits.open?.editing.past).toHaveLength(3);
    await press(`${undoKey}${undoKey}${undoKey}`);
    await vi.waitFor(() => expect(useEdits.getState().open?.changed).toBe(false));
  });

  it("leaves the undo of a value to its field", async () => {
    const { screen, text, button, press } = await showChat();
    await button("Delete message 2").click();
    await screen.getByRole("textbox", { name: "tone", exact: true }).click();
    await press(`warm${undoKey}`);
    await expect.element(text(2)).not.toBeInTheDocument();
    await expect.element(button("Undo deleting message 2")).toBeEnabled();
  });

  it("takes back the name of a placeholder from its own field", async () => {
    const { screen, press } = await showChat();
    const name = screen.getByRole("textbox", { name: "Name of the placeholder at place 3" });
    await name.click();
    await press(`{End}x${undoKey}`);
    await expect.element(name).toHaveValue("history");
    await expect.element(screen.getByRole("region", { name: "Edit", exact: true })).not.toBeInTheDocument();
  });

  it("has buttons that say what they would do, and do it", async () => {
    const { text, button } = await showChat();
    // Nothing to take back, nothing in the way.
    await expect.element(button(/^Undo/)).not.toBeInTheDocument();
    await button("Delete message 1").click();
    // The second message is the first now, in name too.
    await expect.element(text(1)).toMatchTextContent("First question");
    await expect.element(text(2)).not.toBeInTheDocument();
    await button("Undo deleting message 1").click();
    await expect.element(text(2)).toMatchTextContent("First question");
    await button("Redo deleting message 1").click();
    await expect.element(text(2)).not.toBeInTheDocument();
  });

  it("takes a discard back, by key, with the steps before it", async () => {
    const { screen, text, button, press } = await showChat();
    await button("Delete message 2").click();
    await button("Discard").click();
    await expect.element(text(2)).toMatchTextContent("First question");
    await expect.element(button("Undo discarding the edit")).toBeEnabled();
    await press(undoKey);
    await expect.element(text(2)).not.toBeInTheDocument();
    await expect.element(screen.getByRole("region", { name: "Edit", exact: true })).toMatchTextContent("not saved");
    await press(undoKey);
    await expect.element(text(2)).toMatchTextContent("First question");
    // What was brought back by undo is not offered a second time.
    await expect.element(button("Bring it back")).not.toBeInTheDocument();
  });

  it("goes on behind a save: what was saved can be taken back as an edit of the new version", async () => {
    const { text, button, press } = await showChat();
    await button("Delete message 2").click();
    const { open, saved } = useEdits.getState();
    const { prompt } = resolvedPrompt({ version: "4", prompt: chat.toSpliced(1, 1), config: { temperature: 0.2 } });
    await saved(prompt, "hash", { ...prompt, base: promptRef });
    expect(useEdits.getState().open).toMatchObject({ key: open?.key, changed: false, base: { version: "4" } });
    await press(undoKey);
    await expect.element(text(2)).toMatchTextContent("First question");
    expect(useEdits.getState().open?.changed).toBe(true);
  });
});
