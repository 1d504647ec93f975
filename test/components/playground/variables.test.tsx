import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { useEdits } from "../../../renderer/stores/prompts/edits.ts";
import { usePrompt } from "../../../renderer/stores/prompts/prompt.ts";
import { draftWith, resolvedPrompt, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

const values = () => Object.values(useDraft.getState().draft.values)[0];

describe("variable fields", () => {
  it("mark what is not set, in words and for the eye; an empty field is unset and not an empty text", async () => {
    const { screen } = await showPlayground({ draft: draftWith([variant("a")]) });
    const tone = screen.getByLabelText("tone");
    await expect.element(tone).toHaveAttribute("placeholder", "Not set");
    await expect.element(tone).toHaveAttribute("data-unset", "true");
    await userEvent.type(tone, "warm");
    await expect.element(tone).not.toHaveAttribute("data-unset");
    expect(values()?.variables).toEqual({ tone: "warm" });
    await userEvent.clear(tone);
    await expect.element(tone).toHaveAttribute("data-unset", "true");
    expect(values()?.variables).toEqual({});
  });

  it("that are short stand beside each other, and none alone in half a line", async () => {
    const { screen } = await showPlayground({ draft: draftWith([variant("a")]) });
    const [tone, customer] = ["tone", "customer"].map((name) => screen.getByLabelText(name, { exact: true }));
    const place = (field = tone) => field?.element().getBoundingClientRect() ?? new DOMRect();
    const whole = place().width;
    useDraft.getState().setVariable("tone", "warm");
    await expect.element(tone ?? screen.getByText("tone")).toHaveValue("warm");
    expect(place().width).toBe(whole);
    useDraft.getState().setVariable("customer", "Ann");
    await vi.waitFor(() => expect(place(customer).top).toBe(place().top));
    expect(place().width).toBeLessThan(whole / 2);
  });

  it("send an empty text only when asked to, and take that back", async () => {
    const { screen } = await showPlayground({ draft: draftWith([variant("a")]) });
    await screen.getByRole("button", { name: "send empty" }).first().click();
    expect(values()?.variables).toEqual({ tone: "" });
    await expect.element(screen.getByLabelText("tone")).not.toHaveAttribute("data-unset");
    await screen.getByRole("button", { name: "unset", exact: true }).click();
    expect(values()?.variables).toEqual({});
  });

  it("keep values this version does not use, and say so", async () => {
    const { screen, fake } = await showPlayground({ draft: draftWith([variant("a")]) });
    await userEvent.type(screen.getByLabelText("tone"), "warm");
    fake.answer({ "prompts.get": resolvedPrompt({ prompt: "Only {{customer}}" }) });
    await usePrompt.getState().open(usePrompt.getState().ref, { refresh: true });
    await expect.element(screen.getByText("Kept, not used by this version")).toBeVisible();
    await screen.getByRole("button", { name: "tone ×" }).click();
    expect(values()?.variables).toEqual({});
  });

  it("of a file in Jinja2 are what its expressions ask for, and a value outlives the name that comes and goes", async () => {
    const template = "{% for item in orders %}{{ item.id | upper }}{% endfor %} {{ tone }}";
    const found = resolvedPrompt({ prompt: template });
    const { screen } = await showPlayground({
      draft: draftWith([variant("a")]),
      answers: {
        "prompts.get": { ...found, prompt: { ...found.prompt, templateFormat: "jinja2" } },
        "edits.keep": { keptAt: 0 },
        "edits.discard": { edit: null, discarded: null },
      },
    });
    await expect.element(screen.getByLabelText("orders", { exact: true })).toBeVisible();
    await expect.element(screen.getByLabelText("item", { exact: true })).not.toBeInTheDocument();
    await userEvent.type(screen.getByLabelText("tone", { exact: true }), "warm");
    const card = useEdits.getState().open?.editing.now.cards[0]?.id ?? 0;
    const write = (content: string) => useEdits.getState().change({ do: "content", card, content });
    write("{% if urgent %}Now.{% endif %}");
    await expect.element(screen.getByLabelText("urgent", { exact: true })).toBeVisible();
    await expect.element(screen.getByText("Kept, not used by this version")).toBeVisible();
    write("{{ tone | upper }}");
    await expect.element(screen.getByLabelText("tone", { exact: true })).toHaveValue("warm");
  });

  it("a pasted object fills every field it names, says what it did not, and Undo puts all of it back", async () => {
    const { screen } = await showPlayground({ draft: draftWith([variant("a")]) });
    const tone = screen.getByLabelText("tone");
    await userEvent.type(tone, "before");
    const pasted = new DataTransfer();
    pasted.setData("text/plain", '{"tone":"warm","customer":{"id":7},"else":1}');
    (tone.element() as HTMLTextAreaElement).dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: pasted, bubbles: true, cancelable: true }),
    );
    await expect.element(screen.getByText("Filled tone, customer. Not in this prompt: else.")).toBeVisible();
    expect(values()?.variables).toEqual({ tone: "warm", customer: { id: 7 } });
    await screen.getByRole("button", { name: "Undo" }).click();
    expect(values()?.variables).toEqual({ tone: "before" });
  });

  it("a variant with values of its own is filled alone", async () => {
    const draft = draftWith([variant("a"), variant("b")]);
    const { screen } = await showPlayground({ draft });
    await userEvent.type(screen.getByLabelText("tone"), "shared");
    await screen.getByRole("region", { name: "Variant B" }).getByText("Not run yet.").click();
    await screen.getByRole("region", { name: "Variant B" }).getByRole("button", { name: "More", exact: true }).click();
    await screen.getByRole("menuitemcheckbox", { name: "Own values" }).click();
    await userEvent.fill(screen.getByLabelText("tone"), "own");
    await vi.waitFor(() => {
      const { variants } = useDraft.getState().draft;
      expect(Object.values(variants[1]?.values ?? {})).toMatchObject([{ variables: { tone: "own" } }]);
    });
    expect(values()?.variables).toEqual({ tone: "shared" });
  });
});
