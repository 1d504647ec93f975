import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { useEdits } from "../../../renderer/stores/prompts/edits.ts";
import { draftWith, resolvedPrompt, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

const tool = {
  name: "find_order",
  description: "Finds it",
  parameters: { type: "object", properties: {} },
  strict: true,
};
const config = { model: "gpt-4o", x_team: { id: 7 }, temperature: 0.2, tools: [tool] };

async function showConfig() {
  const shown = await showPlayground({
    draft: draftWith([variant("a")]),
    answers: {
      "prompts.get": resolvedPrompt({ config }),
      "edits.keep": { keptAt: 0 },
      "edits.discard": { edit: null, discarded: null },
    },
  });
  await shown.screen.getByRole("tab", { name: /^Config/ }).click();
  const json = shown.screen.getByRole("textbox", { name: "Config", exact: true });
  await expect.element(json).toBeVisible();
  return { ...shown, json };
}

const now = () => useEdits.getState().open?.editing.now;

describe("a config as fields and as JSON", () => {
  it("a field writes its key into the JSON and leaves every other as it is; undo takes it back", async () => {
    const { screen, json } = await showConfig();
    const model = screen.getByRole("combobox", { name: "Model of the config" });
    await userEvent.fill(model, "o3-mini");
    await expect.element(json).toMatchTextContent('"model": "o3-mini"');
    await userEvent.fill(screen.getByRole("textbox", { name: "temperature of the config" }), "0.5");
    await vi.waitFor(() => expect(now()?.config).toEqual({ ...config, model: "o3-mini", temperature: 0.5 }));
    expect(Object.keys(now()?.config ?? {})).toEqual(Object.keys(config));
    await json.click();
    await userEvent.keyboard("{Control>}zz{/Control}");
    await expect.element(model).toHaveValue("gpt-4o");
    expect(now()?.configText).toBe(JSON.stringify(config, null, 2));
  });

  it("what is typed as JSON stands in the fields, a key they do not know among them", async () => {
    const { screen, json } = await showConfig();
    useEdits.getState().change({ do: "config-text", text: '{"model":"o3","top_p":0.1,"x":[1]}' });
    await expect.element(json).toMatchTextContent('"o3"');
    await expect.element(screen.getByRole("combobox", { name: "Model of the config" })).toHaveValue("o3");
    await expect.element(screen.getByRole("textbox", { name: "top_p of the config" })).toHaveValue("0.1");
    await expect.element(screen.getByRole("textbox", { name: "x of the config" })).toHaveValue("[1]");
    await expect.element(screen.getByRole("textbox", { name: "temperature of the config" })).not.toBeInTheDocument();
    await screen.getByRole("button", { name: "Take x out of the config" }).click();
    expect(now()?.configText).toBe('{"model":"o3","top_p":0.1}');
  });

  // Would catch: a field that, changed while the JSON is half typed, throws away what was typed there.
  it("rests while the JSON is not whole, shows what it was last, and says so", async () => {
    const { screen } = await showConfig();
    useEdits.getState().change({ do: "config-text", text: '{"model": "o3", "top' });
    const model = screen.getByRole("combobox", { name: "Model of the config" });
    await expect.element(model).toBeDisabled();
    await expect.element(model).toHaveValue("gpt-4o");
    await screen.getByRole("button", { name: "Back to that" }).click();
    await expect.element(model).toBeEnabled();
    expect(now()?.config).toEqual(config);
  });

  it("a tool that is not touched keeps the form it was stored in", async () => {
    const { screen } = await showConfig();
    await screen.getByRole("button", { name: "Add a tool" }).click();
    await userEvent.fill(screen.getByRole("textbox", { name: "Name of tool 2" }), "refund");
    await vi.waitFor(() =>
      expect(now()?.config).toMatchObject({ tools: [tool, { type: "function", function: { name: "refund" } }] }),
    );
  });

  it("asks for an answer in a schema, and for none again", async () => {
    const { screen } = await showConfig();
    await screen.getByRole("radio", { name: "JSON schema" }).click();
    await userEvent.fill(screen.getByRole("textbox", { name: "Name of the config's schema" }), "reply");
    await vi.waitFor(() =>
      expect(now()?.config).toMatchObject({ response_format: { type: "json_schema", json_schema: { name: "reply" } } }),
    );
    await screen.getByRole("radio", { name: "Not said" }).click();
    expect(now()?.config).toEqual(config);
  });
});
