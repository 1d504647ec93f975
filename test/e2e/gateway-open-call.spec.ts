import type OpenAI from "openai";
import { violations } from "./accessibility.ts";
import { GatewayPage, gatewayConfig } from "./gateway-page.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

/** A program that fills its template itself: the call names no prompt. */
async function ask(client: OpenAI, ...messages: OpenAI.ChatCompletionMessageParam[]) {
  await client.chat.completions.create({ model: "openai-model", messages });
}

test("a call made of the staging version opens with it, and the playground says what its config adds", async ({
  openApp,
  langfuse,
}) => {
  langfuse.prompts.add({
    name: "movie-critic",
    prompt: "As a {{criticlevel}} critic, tear {{movie}} apart.",
    config: { temperature: 0.3, max_tokens: 120 },
    labels: ["staging"],
  });
  const { page } = await openApp();
  await new PlaygroundPage(page).openLangfuse();
  const gateway = new GatewayPage(page);
  await gateway.write(gatewayConfig);
  await ask(await gateway.start(), { role: "user", content: "As a harsh critic, tear Alien apart." });
  await gateway.openLastCall();
  await expect(page.getByRole("textbox", { name: "movie", exact: true })).toHaveValue("Alien");
  await expect(page.getByRole("button", { name: "Version v2" })).toBeVisible();
  const note = page.getByRole("note").filter({ hasText: "The messages fit movie-critic@2." });
  await expect(note).toContainText("temperature 0.3 and max_tokens 120");
  await note.getByRole("button", { name: "Dismiss" }).click();
  await expect(note).toBeHidden();
});

test("messages that fit no template are taken along, run again, compared, and given up for a prompt", async ({
  page,
  provider,
}) => {
  const playground = new PlaygroundPage(page);
  await playground.openLangfuse();
  const gateway = new GatewayPage(page);
  await gateway.write(gatewayConfig);
  const client = await gateway.start();
  await ask(client, { role: "system", content: "Be brief." }, { role: "user", content: "What do otters eat?" });
  await gateway.openLastCall();
  await expect(page.getByRole("heading", { name: "No prompt" })).toBeVisible();
  await expect(page.getByText(/its messages fit none of the \d+ versions of \d+ prompts looked at/)).toBeVisible();
  await expect(playground.messages).toContainText("What do otters eat?");
  await expect(playground.output).toContainText("2 messages without a prompt");
  await expect(playground.output).toContainText("Hello from the fake provider.");
  expect(await violations(page)).toEqual([]);

  await playground.addVariant("B", "gpt-4o");
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(playground.outputOf("B")).toContainText("Hello from the fake provider.");
  const sent = [1, 2].map(async (index) => (await provider.request(index)).json());
  const messages = [
    { role: "system", content: "Be brief." },
    { role: "user", content: "What do otters eat?" },
  ];
  for (const body of await Promise.all(sent)) expect(body).toMatchObject({ messages });

  await playground.openPrompt(/movie-critic/);
  await expect(playground.output).not.toContainText("What do otters eat?");
});
