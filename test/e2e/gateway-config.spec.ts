import { GatewayPage, gatewayConfig } from "./gateway-page.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { savedFile } from "./saved-file.ts";
import { expect, test } from "./servers.ts";

test.describe("the config of the gateway", () => {
  test.beforeEach(async ({ page }) => {
    await new PlaygroundPage(page).openLangfuse();
  });

  test("the playground's config goes into a file, and the one in the editor stays", async ({ page, host }) => {
    const playground = new PlaygroundPage(page);
    await playground.openPrompt(/movie-critic/);
    await playground.chooseModel("gpt-4o");
    const gateway = new GatewayPage(page);
    await gateway.write(gatewayConfig);
    const text = await savedFile(page, host, () => gateway.fromPlayground("Save as file…"));
    expect(text).toContain("prompt_id: movie-critic");
    await expect(gateway.editor).toHaveValue(gatewayConfig);
  });

  test("the debug log shows the outgoing request as curl, with its status and without the key", async ({ page }) => {
    const gateway = new GatewayPage(page);
    await gateway.write(gatewayConfig);
    await page.getByRole("button", { name: "Options" }).click();
    await page.getByRole("switch", { name: "Log each outgoing request as curl" }).click();
    await page.keyboard.press("Escape");
    const client = await gateway.start();
    await client.chat.completions.create({
      model: "my-langfuse-model",
      messages: [],
      ...{ prompt_variables: { user_message: "about otters" } },
    });
    await page.getByRole("tab", { name: "Debug log" }).click();
    const log = page.getByRole("log", { name: "Debug log" });
    await expect(log).toContainText("POST Request Sent from Promptscope:");
    await expect(log).toContainText(/curl -X POST .*\/chat\/completions/);
    await expect(log).toContainText("about otters");
    await expect(log).toContainText("RESPONSE: 200");
    await expect(log).not.toContainText("sk-e2e-canary-openai");
  });
});
