import { GatewayPage, gatewayConfig } from "./gateway-page.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { asFile, savedFile } from "./saved-file.ts";
import { expect, test } from "./servers.ts";

test.describe("the config of the gateway", () => {
  test.beforeEach(async ({ page }) => {
    await new PlaygroundPage(page).openLangfuse();
  });

  test("what was replaced comes back, one text after the other (it was overwritten and saved at once)", async ({
    page,
  }) => {
    const mine = `# by hand\n${gatewayConfig}`;
    const playground = new PlaygroundPage(page);
    await playground.openPrompt(/movie-critic/);
    await playground.chooseModel("gpt-4o");
    const gateway = new GatewayPage(page);
    await gateway.write(mine);
    await gateway.fromPlayground("Replace this config");
    await expect(gateway.editor).toHaveValue(/prompt_id: movie-critic/);
    const notice = page.getByRole("note").filter({ hasText: "config.yaml is now what is set up in the playground" });
    await expect(notice).toBeVisible();
    await page.getByLabel("Config file").setInputFiles(asFile("# other\n", "other.yaml"));
    await expect(gateway.editor).toHaveValue("# other\n");
    await page.getByRole("note").filter({ hasText: "config.yaml is now other.yaml" }).getByText("Undo").click();
    await expect(gateway.editor).toHaveValue(/prompt_id: movie-critic/);
    await gateway.editor.press("ControlOrMeta+z");
    await expect(gateway.editor).toHaveValue(mine);
    await page.getByRole("button", { name: "Take that back" }).click();
    await expect(gateway.editor).toHaveValue(/prompt_id: movie-critic/);
    await page.getByRole("button", { name: "Bring back the config before" }).click();
    await expect(gateway.editor).toHaveValue(mine);
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
