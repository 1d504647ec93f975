import { describe, expect, it } from "vitest";
import { userEvent } from "vitest/browser";
import { draftWith, promptRef, resolvedPrompt, variant, versionList } from "../samples.ts";
import { showPlayground } from "../show.tsx";

const texts: Record<string, { prompt: string; config: object }> = {
  "1": { prompt: "First line\nshared", config: {} },
  "2": { prompt: "Second line\nshared", config: { model: "m", tools: [{ name: "look_up" }] } },
  "3": { prompt: "Third line\nshared", config: { tools: [{ name: "look_up" }], model: "m" } },
};

async function showVersions() {
  const shown = await showPlayground({
    draft: draftWith([variant("a")]),
    answers: {
      "prompts.get": ({ ref }: { ref: { version?: string | undefined } }) => {
        const version = ref.version ?? "3";
        const { prompt = "", config = {} } = texts[version] ?? {};
        return resolvedPrompt({ version, prompt, config: config as never });
      },
      "prompts.versions": versionList,
      "edits.keep": { keptAt: 0 },
    } as never,
  });
  await expect.element(shown.screen.getByRole("textbox", { name: "Text of the prompt" })).toBeVisible();
  return shown;
}

describe("two texts of a prompt in the whole window", () => {
  it("the edit beside its version, then any other two; messages, config and tools apart", async () => {
    const { screen } = await showVersions();
    await screen.getByRole("textbox", { name: "Text of the prompt" }).click();
    await userEvent.keyboard("{Control>}{End}{/Control} typed");
    await screen.getByRole("button", { name: /^Compare the edit with v3: 1 line added, 1 line removed/ }).click();
    const dialog = screen.getByRole("dialog", { name: `Compare ${promptRef.name}` });
    const messages = dialog.getByRole("region", { name: "Messages" });
    await expect.element(messages.getByRole("textbox", { name: "Messages of the edit" })).toMatchTextContent("typed");
    await expect.element(messages).toMatchTextContent("+1 −1 lines");
    // The order of keys says nothing.
    await expect.element(dialog.getByRole("region", { name: "Config" })).toMatchTextContent("the same");

    await userEvent.selectOptions(dialog.getByRole("combobox", { name: "Compare from" }), "v1");
    await userEvent.selectOptions(dialog.getByRole("combobox", { name: "Compare to" }), "production (v2)");
    await expect.element(messages.getByRole("textbox", { name: "Messages of v1" })).toMatchTextContent("First line");
    await expect
      .element(messages.getByRole("textbox", { name: "Messages of production (v2)" }))
      .toMatchTextContent("Second line");
    const newer = (part: string) => dialog.getByRole("textbox", { name: `${part} of production (v2)` });
    await expect.element(newer("Tools")).toMatchTextContent("look_up");
    await expect.element(newer("Config")).toMatchTextContent('"model"');
    await expect.element(newer("Config")).not.toMatchTextContent("look_up");

    await dialog.getByRole("radio", { name: "Inline" }).click();
    const inline = messages.getByRole("textbox", { name: "Messages of v1 and Messages of production (v2)" });
    await expect.element(inline).toMatchTextContent("First line");
    await expect.element(inline).toMatchTextContent("Second line");
    await userEvent.keyboard("{Escape}");
    await expect.element(dialog).not.toBeInTheDocument();
  });

  it("opens from the list of versions as large as the window", async () => {
    const { screen } = await showVersions();
    await screen.getByRole("tab", { name: "Versions" }).click();
    await screen.getByRole("button", { name: "Compare in the whole window" }).click();
    const dialog = screen.getByRole("dialog");
    await expect.element(dialog.getByRole("textbox", { name: "Messages of v2" })).toMatchTextContent("Second line");
    expect(dialog.element().getBoundingClientRect().width).toBeGreaterThan(window.innerWidth * 0.9);
  });
});
