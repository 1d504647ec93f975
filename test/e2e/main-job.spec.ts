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

  test("Langfuse config.model switches the model and says so; a text prompt arrives as one user message", async ({
    page,
    provider,
  }) => {
    const playground = new PlaygroundPage(page);
    await playground.openLangfuse();
    await playground.openPrompt(/with-model/);
    await playground.fill("what", "cheese");
    await expect(playground.variant).toContainText("prompt config");
    await playground.run();
    await expect(playground.output).toContainText("Hello from the fake provider.");
    const received = await provider.request(0);
    expect(received.json()).toMatchObject({
      model: "gpt-4o-mini",
      temperature: 0.3,
      messages: [{ role: "user", content: "Say cheese." }],
    });

    await playground.chooseModel("gpt-4o");
    await expect(playground.variant).toContainText("override");
    await playground.run();
    const second = await provider.request(1);
    expect(second.json()).toMatchObject({ model: "gpt-4o", temperature: 0.3 });
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

  test("a missing variable is marked, sent literally and warned about", async ({ page, provider }) => {
    const playground = new PlaygroundPage(page);
    await playground.openLangfuse();
    await playground.openPrompt(/movie-critic/);
    await playground.chooseModel("gpt-4o");
    await playground.fill("movie", "Dune");
    await expect(page.getByRole("region", { name: "Variables 1/2" })).toBeVisible();
    await playground.showAsSent();
    await expect(playground.messages).toContainText("{{criticlevel}}");
    await playground.run();
    const received = await provider.request(0);
    expect(received.body).toContain("As a {{criticlevel}} critic, do you like Dune?");
  });

  test("a JSON object pasted into any field fills all of them", async ({ page }) => {
    const playground = new PlaygroundPage(page);
    await playground.openLangfuse();
    await playground.openPrompt(/movie-critic/);
    const field = page.getByRole("textbox", { name: "movie", exact: true });
    await field.focus();
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData("text/plain", '{"movie":"Alien","criticlevel":"harsh"}');
      document.activeElement?.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      );
    });
    await expect(field).toHaveValue("Alien");
    await expect(page.getByRole("textbox", { name: "criticlevel", exact: true })).toHaveValue("harsh");
  });

  test("an unfilled placeholder stops the run before anything is sent, and says what to do", async ({
    page,
    provider,
  }) => {
    const playground = new PlaygroundPage(page);
    await playground.openLangfuse();
    await playground.openPrompt(/with-history/);
    await playground.fill("name", "Ada");
    await playground.chooseModel("gpt-4o");
    await playground.run();
    await expect(page.getByText(/placeholder.*history/i).first()).toBeVisible();
    expect(provider.requests).toEqual([]);
  });
});
