import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type OpenAI from "openai";
import { violations } from "./accessibility.ts";
import { gatewayConfig as config, GatewayPage } from "./gateway-page.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

/** The documented page's call: the client's own messages are ignored. */
function ask(client: OpenAI, message: string) {
  return client.chat.completions.create({
    model: "my-langfuse-model",
    messages: [{ role: "user", content: "<IGNORED>" }],
    ...{ prompt_variables: { user_message: message } },
  });
}

test.describe("gateway", () => {
  test.beforeEach(async ({ page }) => {
    await new PlaygroundPage(page).openLangfuse();
  });

  test("a config is written, mended and started; a program's call shows live and opens with its variables", {
    tag: "@desktop",
  }, async ({ page, provider }) => {
    const gateway = new GatewayPage(page);
    await expect(gateway.pill).toContainText("stopped");
    const broken = config.replace("model_name: openai-model", "modelname: openai-model");
    // The entry alone would be left out; what could leave the gateway open stops the start.
    await gateway.write(`${broken.trimEnd()}\ngeneral_settings:\n  masterkey: x\n`);
    const missing = gateway.problems.filter({ hasText: /modelname/ });
    await expect(missing.first()).toBeVisible();
    await expect(page.getByRole("button", { name: "Start", exact: true })).toBeDisabled();
    await missing.first().getByRole("button").click();
    await expect(gateway.editor).toBeFocused();
    const caret = await gateway.editor.evaluate((area: HTMLTextAreaElement) => area.selectionStart);
    expect(config.slice(0, caret).split("\n")).toHaveLength(6);

    await gateway.editor.fill(config);
    await expect(page.getByText("Nothing is wrong with this config.")).toBeVisible();
    const client = await gateway.start();
    await expect(page.getByText(/No master key is set: any key is accepted/)).toBeVisible();
    expect(await violations(page)).toEqual([]);

    provider.next({ kind: "hang", after: 1 });
    const hanging = new AbortController();
    const stream = await client.chat.completions.create(
      { model: "openai-model", messages: [{ role: "user", content: "Hi" }], stream: true },
      { signal: hanging.signal },
    );
    await expect(gateway.calls).toHaveCount(1);
    await expect(gateway.calls.first()).toContainText("streaming…");
    hanging.abort();
    await stream.controller.abort();
    await expect(gateway.calls.first()).toContainText("client gone");

    const answer = await ask(client, "about otters");
    expect(answer.choices[0]?.message.content).toBe("Hello from the fake provider.");
    await expect(gateway.calls).toHaveCount(2);
    const row = gateway.calls.first();
    await expect(row).toContainText("my-langfuse-model");
    await expect(row).toContainText("test-chat-prompt@1");
    await expect(row).toContainText("gpt-4o-mini · OpenAI · alias");
    await expect(row).toContainText("200");

    await row.click();
    await expect(gateway.call).toContainText("gateway alias");
    await expect(gateway.call).toContainText("prompt_id of model_list[0]");
    await expect(gateway.call.getByRole("region", { name: "Inspector" })).toContainText("exactly as sent");
    expect(await violations(page)).toEqual([]);

    await gateway.call.getByRole("button", { name: "Open in the playground" }).click();
    const playground = new PlaygroundPage(page);
    await expect(page.getByRole("textbox", { name: "user_message", exact: true })).toHaveValue("about otters");
    await playground.showAsSent();
    await expect(playground.messages).toContainText("about otters");
    await expect(playground.output).toContainText("Hello from the fake provider.");

    await page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: "History" }).click();
    const runs = page.getByRole("listbox", { name: "Runs" }).getByRole("option");
    await expect(runs).toHaveCount(2);
    await runs.first().click();
    await expect(
      page.getByRole("region", { name: "Run", exact: true }).getByText("gateway", { exact: true }),
    ).toBeVisible();
    await page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: "Playground" }).click();
    await playground.run();
    await page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: "History" }).click();
    await expect(runs).toHaveCount(3);
    await page.getByRole("button", { name: "Through the gateway" }).click();
    await expect(runs).toHaveCount(2);

    await gateway.pill.click();
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await expect(gateway.pill).toContainText("stopped");
    await expect(ask(client, "nobody there")).rejects.toThrow();
  });

  test("a call that named no prompt is matched to the one its messages were made of", async ({ page }) => {
    const gateway = new GatewayPage(page);
    await gateway.write(config);
    const client = await gateway.start();
    const messages = [{ role: "user" as const, content: "As a harsh critic, do you like Alien?" }];
    await client.chat.completions.create({ model: "openai-model", messages });
    await gateway.calls.first().click();
    await gateway.call.getByRole("button", { name: "Open in the playground" }).click();
    await expect(page.getByRole("textbox", { name: "criticlevel", exact: true })).toHaveValue("harsh");
    await expect(page.getByRole("textbox", { name: "movie", exact: true })).toHaveValue("Alien");
  });

  test("what is set up in the playground becomes a config that runs", async ({ page, provider }) => {
    const playground = new PlaygroundPage(page);
    await playground.openPrompt(/movie-critic/);
    await playground.fill("movie", "Dune");
    await playground.fill("criticlevel", "fair");
    await playground.chooseModel("gpt-4o");
    const gateway = new GatewayPage(page);
    await gateway.write(config);
    await gateway.fromPlayground("Replace this config");
    await expect(gateway.editor).toHaveValue(/prompt_id: movie-critic/);
    const client = await gateway.start();
    await client.chat.completions.create({ model: "movie-critic", messages: [] });
    expect((await provider.request(0)).body).toContain("As a fair critic, do you like Dune?");
    await page.getByRole("tab", { name: "Use it" }).click();
    await expect(page.getByRole("group", { name: "Call with curl" })).toContainText('"prompt_variables"');
    expect(await violations(page)).toEqual([]);
  });
});

test("a key written into the config is named and not kept; the config without it survives a restart", async ({
  openApp,
  profile,
}) => {
  const keptText = () => readFile(join(profile, "gateway/config.yaml"), "utf8").catch(() => "");
  const first = await openApp();
  const gateway = new GatewayPage(first.page);
  await gateway.write(config);
  await expect.poll(keptText).toBe(config);
  await gateway.editor.fill(config.replace("os.environ/OPENAI_API_KEY", "sk-e2e-written-out-123456"));
  await expect(gateway.problems.filter({ hasText: "A key is written out here" })).toBeVisible();
  await expect(first.page.getByRole("button", { name: "Start", exact: true })).toBeDisabled();
  await first.close();
  const { page } = await openApp();
  const again = new GatewayPage(page);
  await again.open();
  await expect(again.editor).toHaveValue(config);
  expect(await keptText()).toBe(config);
});
