import { startFakeLangfuse } from "../fakes/langfuse/fake-langfuse.ts";
import { samplePrompts } from "../fakes/langfuse/sample-project.ts";
import type { FakeAnswer } from "../fakes/provider/answers.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test as withServers } from "./servers.ts";

const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const tools = [{ type: "function", function: { name: "get_weather", description: "Of a city", parameters } }];
/** Of the list of models: gone since July 2026, so that its row says the same on any day. */
const gone = "gpt-5-chat-latest";
const successor = "gpt-5.6-sol";
const weather = {
  name: "weather",
  prompt: [{ role: "user", content: "How is the weather in {{city}}?" }],
  config: { model: gone, tools },
  labels: ["production"],
};

const test = withServers.extend({
  langfuse: async ({ host: _ }, use) => {
    const server = await startFakeLangfuse({ prompts: [...samplePrompts, weather] });
    await use(server);
    await server.close();
  },
});

const answer = (of: string): FakeAnswer => ({
  reasoning: `${of} looks at the map first.`,
  text: `It is sunny, says ${of}.`,
  source: { url: "https://weather.example/zurich", title: `Weather by ${of}` },
  toolCalls: [{ id: `call_${of}`, name: "get_weather", arguments: '{"city":"Zürich"}' }],
});

test.describe("models of today", () => {
  test("one prompt on chat completions, Responses and Messages: thoughts, calls and sources stand side by side", async ({
    page,
    provider,
  }) => {
    const playground = new PlaygroundPage(page);
    await playground.openLangfuse();
    await playground.openPrompt(/weather/);
    await playground.fill("city", "Zürich");
    await playground.chooseModel("openai/gpt-5.2");
    await playground.addVariant("B", "openai/responses/gpt-5.2");
    await playground.addVariant("C", "anthropic/claude-sonnet-4-5");
    const asked = { A: "openai", B: "responses", C: "anthropic" } as const;
    for (const of of Object.values(asked)) provider.nextOf(of, { kind: "answer", answer: answer(of) });
    await page.getByRole("button", { name: "Run all" }).click();
    for (const [letter, of] of Object.entries(asked)) {
      const output = playground.outputOf(letter);
      await expect(output).toContainText(`It is sunny, says ${of}.`);
      await expect(output.getByRole("region", { name: "Tool call get_weather" })).toContainText('"Zürich"');
      await expect(output.getByRole("region", { name: "Sources" })).toContainText(`Weather by ${of}`);
      await output.getByText("Reasoning").click();
      await expect(output).toContainText(`${of} looks at the map first.`);
      await expect(playground.variantAt(letter).getByRole("alert")).toHaveCount(0);
    }
    const sent = provider.requests.map(({ path, body }) => [path.split("?")[0], body.includes('"get_weather"')]);
    expect(sent.toSorted()).toEqual([
      ["/v1/chat/completions", true],
      ["/v1/messages", true],
      ["/v1/responses", true],
    ]);
  });

  test("a model that is gone is found, compared with what replaces it, and replaced in the prompt", async ({
    page,
    langfuse,
  }) => {
    const playground = new PlaygroundPage(page);
    await playground.openLangfuse();
    await page.getByRole("button", { name: "Models", exact: true }).click();
    const card = page.getByRole("article", { name: gone, exact: true });
    await expect(card).toContainText(`replaced by ${successor}`);
    await card.getByRole("button", { name: "Compare the models of weather side by side" }).click();
    await playground.fill("city", "Zürich");
    await page.getByRole("button", { name: "Run all" }).click();
    for (const letter of ["A", "B"]) {
      await expect(playground.outputOf(letter)).toContainText("Hello from the fake provider.");
    }

    await playground.more("B", /Use the model in the prompt/);
    await expect(page.getByRole("region", { name: "Edit", exact: true })).toContainText("edited");
    await page.keyboard.press("Control+s");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("checkbox", { name: /^production/ }).check();
    await page.keyboard.press("Control+Enter");
    await expect(dialog).toContainText("Saved as v2");
    await dialog.getByRole("button", { name: "Done" }).click();
    expect(langfuse.prompts.find("weather", { version: 2 })?.config).toEqual({ model: successor, tools });

    await page.getByRole("button", { name: "Models", exact: true }).click();
    await page.getByRole("button", { name: "Look again" }).click();
    // The run and the variant that is still open with it are what is left of it.
    await expect(card).toContainText("open in Variant");
    await expect(card).not.toContainText("version");
  });
});
