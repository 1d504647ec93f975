import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

/** Nothing in the environment: everything is set up by hand, one card each. */
test.use({ environment: async ({ host: _ }, use) => use({}) });

test("with no keys and no network the demo workspace works and says what it is", async ({ page }) => {
  const playground = new PlaygroundPage(page);
  await playground.openPrompt(/reply-draft/);
  await expect(page.getByText(/no model is called/i).first()).toBeVisible();
  await playground.run();
  await expect(playground.output).toContainText("no model was called");
  await expect(playground.figures).toContainText("TTFT");
  await playground.tab("Request");
  await expect(playground.variant.getByRole("tabpanel", { name: "Request" })).toContainText("http://127.0.0.1:");
  await expect(playground.variant.getByRole("tabpanel", { name: "Request" })).toContainText("exactly as sent");
});

test("Langfuse and a provider are connected by two cards, then the main job runs", { tag: "@desktop" }, async ({
  page,
  langfuse,
  provider,
}) => {
  await page.getByRole("button", { name: "Connect Langfuse" }).click();
  const card = page.getByRole("region", { name: "Langfuse" });
  await card.getByRole("textbox", { name: "Host" }).fill(langfuse.url);
  await card.getByRole("textbox", { name: "Public key" }).fill(langfuse.publicKey);
  await card.getByLabel("Secret key").fill(langfuse.secretKey);
  await card.getByRole("button", { name: "Test and save" }).click();
  await expect(card).toContainText("Test Project");

  const providers = page.getByRole("region", { name: "Providers" });
  await providers.getByRole("button", { name: /^OpenAI/ }).click();
  await providers.getByRole("textbox", { name: "Base URL" }).fill(provider.baseUrl("openai"));
  await providers.getByLabel("API key").fill("sk-typed-by-hand-0123456789");
  await providers.getByRole("button", { name: /^(Save|Connect)/ }).click();
  await expect(providers.getByRole("button", { name: /^OpenAI/ })).toContainText(provider.origin);
  await expect(page.locator("body")).not.toContainText("sk-typed-by-hand-0123456789");

  await page.getByRole("button", { name: "Playground" }).click();
  const playground = new PlaygroundPage(page);
  if (!(await page.getByRole("treeitem", { name: /with-history/ }).isVisible())) await playground.openLangfuse();
  await playground.openPrompt(/test-chat-prompt/);
  await playground.fill("user_message", "hello");
  await playground.chooseModel("gpt-4o");
  await playground.run();
  await expect(playground.output).toContainText("Hello from the fake provider.");
  expect((await provider.request(0)).header("authorization")).toBe("Bearer sk-typed-by-hand-0123456789");
  expect(langfuse.requests.length).toBeGreaterThan(0);
});

test("wrong keys are refused in the card, in words, and nothing else breaks", async ({ page, langfuse }) => {
  await page.getByRole("button", { name: "Connect Langfuse" }).click();
  const card = page.getByRole("region", { name: "Langfuse" });
  await card.getByRole("textbox", { name: "Host" }).fill(langfuse.url);
  await card.getByRole("textbox", { name: "Public key" }).fill("pk-wrong");
  await card.getByLabel("Secret key").fill("sk-wrong-and-long-enough");
  await card.getByRole("button", { name: "Test and save" }).click();
  await expect(card).toContainText(/refused the keys/i);
  // They were tried, and not kept.
  await expect(card).toContainText("not connected");
  await page.getByRole("button", { name: /^Workspace/ }).click();
  await expect(page.getByRole("menuitemcheckbox", { name: /Langfuse project/ })).toContainText("Not connected yet");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Playground" }).click();
  await expect(
    page.getByRole("tree", { name: "Prompts" }).or(page.getByRole("region", { name: "Prompts" }).getByRole("alert")),
  ).toBeVisible();
});
