import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, keys, test } from "./servers.ts";

/** A file that is being replaced may be gone by the time it is read. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

/** The main job, end to end: list → open → fill → preview → run → streamed answer → the request that made it. */
test.describe("from a Langfuse prompt to an answer", () => {
  test("test-chat-prompt on langfuse/gpt-3.5-turbo: preview, wire and record are one request", {
    tag: "@desktop",
  }, async ({ page, provider }) => {
    const playground = new PlaygroundPage(page);
    await playground.openLangfuse();
    await playground.openPrompt(/test-chat-prompt/);
    await playground.chooseModel("langfuse/gpt-3.5-turbo");
    await playground.fill("user_message", "this is used — “ü” 🎉");
    await playground.showAsSent();
    await expect(playground.messages).toContainText("this is used — “ü” 🎉");

    await playground.tab("Request");
    const request = playground.variant.getByRole("tabpanel", { name: "Request" });
    await expect(request).toContainText("gpt-3.5-turbo");
    const raw = request.getByRole("button", { name: "Show the request body raw" });
    await raw.click();
    const body = request.getByLabel("Request body", { exact: true });
    await expect(body).toContainText("this is used — “ü” 🎉");
    const preview = (await body.innerText()).trim();

    await playground.tab("Output");
    await playground.run();
    await expect(playground.output).toContainText("Hello from the fake provider.");
    const received = await provider.request(0);
    expect(received.path).toBe("/v1/chat/completions");
    expect(received.body).toBe(preview);
    expect(received.json()).toEqual({
      model: "gpt-3.5-turbo",
      messages: [
        { role: "system", content: "You are a helpful assistant." },
        { role: "user", content: "this is used — “ü” 🎉" },
      ],
      stream: true,
      stream_options: { include_usage: true },
    });

    await playground.tab("Request");
    await expect(request).toContainText("exactly as sent");
    if (await raw.isVisible()) await raw.click();
    expect((await body.innerText()).trim()).toBe(received.body);
    await expect(playground.figures).toContainText("200");
    await expect(playground.figures).toContainText("TTFT");
    await expect(playground.figures).toContainText("12→5");
  });

  test("no key reaches the page, the profile or a log", { tag: "@desktop" }, async ({ page, profile, provider }) => {
    const playground = new PlaygroundPage(page);
    await playground.openTestChat();
    provider.next({ kind: "status", status: 401, message: `Incorrect API key provided: ${keys.openai}` });
    await playground.run();
    await expect(playground.variant.getByRole("alert")).toBeVisible();
    await playground.run();
    await expect(playground.output).toContainText("Hello from the fake provider.");
    await playground.tab("Request");
    await playground.tab("Response");
    expect((await provider.request(1)).header("authorization")).toBe(`Bearer ${keys.openai}`);

    const shown = await page.content();
    const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    const files = readdirSync(profile, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => textOf(join(entry.parentPath, entry.name)));
    for (const key of Object.values(keys)) {
      expect([shown, stored, ...files].filter((text) => text.includes(key))).toEqual([]);
    }
  });

  test("stop ends the answer, keeps what came and closes the provider's socket", { tag: "@desktop" }, async ({
    page,
    provider,
  }) => {
    const playground = new PlaygroundPage(page);
    await playground.openTestChat();
    provider.next({ kind: "hang", after: 3 });
    await playground.run();
    await expect(playground.output).toContainText("Hello");
    await page.keyboard.press("Escape");
    await expect(playground.variant).toContainText(/stopped/i);
    await expect(playground.output).toContainText("Hello");
    await (await provider.request(0)).closed;
  });
});
