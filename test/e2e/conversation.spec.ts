import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

/** A red dot of one pixel. */
const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

test.describe("conversations", () => {
  test.beforeEach(async ({ page }) => {
    const playground = new PlaygroundPage(page);
    await playground.openTestChat();
  });

  test("an answer is continued; further turns are edited, moved and removed", async ({ page, provider }) => {
    const playground = new PlaygroundPage(page);
    await playground.run();
    await expect(playground.output).toContainText("Hello from the fake provider.");
    await playground.variant.getByRole("button", { name: "Reply" }).click();
    await page.getByRole("textbox", { name: "Next message" }).fill("And then?");
    await page.keyboard.press("Enter");
    const second = await provider.request(1);
    expect(second.json()["messages"]).toEqual([
      { role: "system", content: "You are a helpful assistant." },
      { role: "user", content: "hi" },
      { role: "assistant", content: "Hello from the fake provider." },
      { role: "user", content: "And then?" },
    ]);
    const conversation = playground.variant.getByRole("region", { name: "Conversation" });
    await conversation.getByRole("textbox", { name: "Content of conversation message 1" }).fill("Edited");
    await conversation.getByRole("button", { name: "Move message 1 down" }).click();
    await conversation.getByRole("button", { name: "Remove message 1" }).click();
    await expect(conversation).toContainText("1 message after the prompt");
    await playground.run();
    const third = await provider.request(2);
    expect(third.json()["messages"]).toMatchObject([{}, {}, { role: "assistant", content: "Edited" }]);
  });

  test("a tool is defined, called, answered by hand, and the model goes on", async ({ page, provider }) => {
    const playground = new PlaygroundPage(page);
    await playground.variant.getByRole("button", { name: /^Parameters/ }).click();
    await page.getByRole("radio", { name: "Tools" }).click();
    await page.getByRole("button", { name: "Add a tool" }).click();
    await page.getByRole("textbox", { name: "Name of tool 1" }).fill("get_weather");
    await page
      .getByRole("textbox", { name: "Parameters of tool 1" })
      .fill('{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}');
    await page.keyboard.press("Escape");
    await expect(playground.variant).toContainText("1 tool");
    provider.next({
      kind: "answer",
      answer: { toolCalls: [{ id: "call_1", name: "get_weather", arguments: '{"city":"Ankara"}' }] },
    });
    await playground.run();
    const card = playground.variant.getByRole("region", { name: "Tool call get_weather" });
    await expect(card).toContainText("Ankara");
    await expect(card).toContainText("fits its schema");
    await card.getByRole("textbox", { name: "Result" }).fill('{"celsius": 7}');
    await playground.variant.getByRole("button", { name: "Continue with this result" }).click();
    const second = await provider.request(1);
    expect(second.json()["messages"]).toMatchObject([
      {},
      {},
      { role: "assistant", tool_calls: [{ id: "call_1", function: { name: "get_weather" } }] },
      { role: "tool", tool_call_id: "call_1", content: '{"celsius": 7}' },
    ]);
    await expect(playground.output).toContainText("Hello from the fake provider.");
  });

  test("an answer is checked against the schema it was asked for", async ({ page, provider }) => {
    const playground = new PlaygroundPage(page);
    await playground.variant.getByRole("button", { name: /^Parameters/ }).click();
    await page.getByRole("radio", { name: "Output schema" }).click();
    await page.getByRole("radio", { name: "JSON schema" }).click();
    await page.keyboard.press("Escape");
    await expect(playground.variant).toContainText("schema");
    provider.next({ kind: "answer", answer: { text: '{"answer": 7}' } });
    await playground.run();
    await expect(playground.output).toContainText("Does not fit the JSON schema");
    provider.next({ kind: "answer", answer: { text: '{"answer": "seven"}' } });
    await playground.run();
    await expect(playground.output).toContainText("Fits the JSON schema");
    expect((await provider.request(1)).json()["response_format"]).toMatchObject({ type: "json_schema" });
  });

  test("a pasted picture is sent; what cannot be sent says why", async ({ page, provider }) => {
    const playground = new PlaygroundPage(page);
    await playground.more("A", /Add a message/);
    const next = page.getByRole("textbox", { name: "Next message" });
    await next.fill("What is this?");
    const paste = (type: string, name: string, base64: string) =>
      next.evaluate(
        (field, file) => {
          const bytes = Uint8Array.from(atob(file.base64), (character) => character.charCodeAt(0));
          const clipboardData = new DataTransfer();
          clipboardData.items.add(new File([bytes], file.name, { type: file.type }));
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        },
        { type, name, base64 },
      );
    await paste("image/svg+xml", "cat.svg", "PHN2Zz4=");
    await expect(playground.variant.getByRole("alert")).toContainText("cat.svg is image/svg+xml");
    await paste("image/png", "dot.png", png);
    await expect(playground.variant.getByRole("img", { name: "Attachment 1" })).toBeVisible();
    await playground.variant.getByRole("button", { name: "Send this message" }).click();
    const sent = await provider.request(0);
    expect(sent.json()["messages"]).toMatchObject([
      {},
      {},
      {
        role: "user",
        content: [
          { type: "text", text: "What is this?" },
          { type: "image_url", image_url: { url: `data:image/png;base64,${png}` } },
        ],
      },
    ]);
    await expect(playground.output).toContainText("Hello from the fake provider.");
  });

  test("an own price decides the cost; without a price there is none", async ({ page }) => {
    const playground = new PlaygroundPage(page);
    await playground.chooseModel("openai/house-model");
    await playground.run();
    await expect(playground.figures).toContainText("—");
    await page.keyboard.press("ControlOrMeta+,");
    const prices = page.getByRole("region", { name: "Prices", exact: true });
    await prices.getByRole("button", { name: "Add a price" }).click();
    await prices.getByRole("textbox", { name: "Model", exact: true }).fill("house-model");
    // A price kept before its figures were typed would make the model free.
    await expect(prices.getByRole("textbox", { name: "Input", exact: true })).toHaveValue("");
    await expect(prices.getByRole("button", { name: "Keep this price" })).toBeDisabled();
    await prices.getByRole("textbox", { name: "Input", exact: true }).fill("1000");
    await prices.getByRole("textbox", { name: "Output", exact: true }).fill("2000");
    await prices.getByRole("button", { name: "Keep this price" }).click();
    await expect(prices.getByRole("region", { name: "Own prices" })).toContainText("house-model");
    await page.getByRole("button", { name: "Playground" }).click();
    await playground.run();
    // 12 tokens in and 5 out: 0.012 + 0.010 dollars.
    await expect(playground.figures).toContainText("$0.0220");
    // A limit that is not shown would make the cost of a long input unknown, and nobody could say why.
    await page.keyboard.press("ControlOrMeta+,");
    await prices.getByRole("button", { name: "Change the price of house-model" }).click();
    await prices.getByRole("textbox", { name: "Up to", exact: true }).fill("10");
    await prices.getByRole("button", { name: "Keep this price" }).click();
    await expect(prices.getByRole("region", { name: "Own prices" })).toContainText("up to 10 input · own");
    await page.getByRole("button", { name: "Playground" }).click();
    await playground.run();
    await expect(playground.figures).toContainText("—");
  });
});
