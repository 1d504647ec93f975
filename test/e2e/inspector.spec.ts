import { createHash } from "node:crypto";
import { violations } from "./accessibility.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

/** The inspector tells what the other side measured: bytes, hashes, events, attempts and their times. */
test.describe("inspector", () => {
  test.beforeEach(async ({ page }) => {
    const playground = new PlaygroundPage(page);
    await playground.openTestChat("say “hi” to $HOME 🎉");
  });

  test("bytes, hash, status, events and times are those the provider saw", async ({ page, provider }) => {
    const playground = new PlaygroundPage(page);
    provider.next({ kind: "pings", count: 4, everyMs: 60 });
    await playground.run();
    await expect(playground.output).toContainText("Hello from the fake provider.");
    await expect(playground.figures).toContainText("200");
    const received = await provider.request(0);
    const inspector = page.getByRole("region", { name: "Inspector" });

    await inspector.getByRole("button", { name: "Show the request body raw" }).click();
    const request = inspector.getByRole("region", { name: "Request of the chosen exchange" });
    await expect(request).toContainText(createHash("sha256").update(received.bodyBytes).digest("hex"));
    await expect(request).toContainText(`${received.bodyBytes.length.toLocaleString("en").replace(",", "\u00a0")} B`);
    await expect(request.getByRole("group", { name: "Request body" })).toHaveText(received.body);
    const shownHeaders = await request.getByRole("group", { name: "Request line and headers" }).innerText();
    const names = shownHeaders
      .split("\n")
      .filter((line) => line.includes(": "))
      .map((line) => line.slice(0, line.indexOf(":")).toLowerCase());
    expect(names).toEqual(received.headers.map(([name]) => name.toLowerCase()));

    await inspector.getByRole("tab", { name: "Timing" }).click();
    const timing = inspector.getByRole("table", { name: "Timing" });
    const at = async (step: string) =>
      milliseconds(
        await timing
          .getByRole("row", { name: new RegExp(`^${step}`) })
          .getByRole("cell")
          .nth(1)
          .innerText(),
      );
    // The provider waited 240 ms between its headers and its first token.
    expect(await at("First answer token")).toBeGreaterThanOrEqual(230);
    expect(await at("First byte")).toBeLessThan(await at("First answer token"));
    expect(await at("Last byte")).toBeGreaterThanOrEqual(await at("First answer token"));
    const figures = await playground.figures.innerText();
    expect(figures).toMatch(/TTFT\s/);

    await inspector.getByRole("tab", { name: /^Events/ }).click();
    await expect(inspector.getByRole("region", { name: "Frames" })).toContainText('"Hello"');
    expect(await violations(page)).toEqual([]);
  });

  test("a retry is a row of its own, and both attempts can be compared", async ({ page, provider }) => {
    const playground = new PlaygroundPage(page);
    provider.next({ kind: "status", status: 503, headers: { "retry-after": "0" }, message: "busy" });
    await playground.run();
    await expect(playground.output).toContainText("Hello from the fake provider.");
    const inspector = page.getByRole("region", { name: "Inspector" });
    const rows = inspector.getByRole("list", { name: "Exchanges" }).getByRole("button", { name: /POST/ });
    await expect(rows).toHaveCount(2);
    await expect(rows.nth(1)).toContainText("retry 1");
    await rows.first().click();
    await expect(inspector.getByRole("region", { name: "Response of the chosen exchange" })).toContainText(
      "req_fake_1",
    );
    await inspector.getByRole("tab", { name: "Compare" }).click();
    await inspector.getByRole("combobox", { name: "Compare with" }).selectOption({ label: "Attempt 2" });
    await expect(inspector).toContainText("Both requests are the same");
    expect(provider.requests[0]?.body).toBe(provider.requests[1]?.body);
  });

  test("the scrubber reads the stream again in the variant's pane", async ({ page, provider }) => {
    const playground = new PlaygroundPage(page);
    await playground.run();
    await expect(playground.output).toContainText("Hello from the fake provider.");
    await provider.request(0);
    const inspector = page.getByRole("region", { name: "Inspector" });
    await inspector.getByRole("tab", { name: /^Events/ }).click();
    const scrubber = inspector.getByRole("slider", { name: "Frames arrived" });
    await scrubber.focus();
    await page.keyboard.press("Home");
    await expect(playground.output).not.toContainText("Hello");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await expect(playground.output).toContainText("Hello");
    await expect(playground.output).not.toContainText("provider.");
    // An answer that stops in the middle must not be taken for what the model said.
    const count = Number(await scrubber.getAttribute("max"));
    await expect(playground.variant).toContainText(new RegExp(`Frame 2 of ${count} · \\d+ ms`));
    expect(await violations(page)).toEqual([]);
    await playground.variant.getByRole("button", { name: "Show the whole answer" }).click();
    await expect(playground.output).toContainText("Hello from the fake provider.");
    await expect(playground.variant).not.toContainText("Frame 2 of");
  });

  test("a body edited by hand is sent as it is and marked", async ({ page, provider }) => {
    const playground = new PlaygroundPage(page);
    await playground.run();
    await expect(playground.output).toContainText("Hello from the fake provider.");
    const inspector = page.getByRole("region", { name: "Inspector" });
    await inspector.getByRole("button", { name: "Edit the body and send it again" }).click();
    const edited = '{"model":"gpt-4o","messages":[{"role":"user","content":"by hand"}],"stream":false}';
    await inspector.getByRole("textbox", { name: "Body to send" }).fill(edited);
    await inspector.getByRole("button", { name: /^Send/ }).click();
    const received = await provider.request(1);
    expect(received.body).toBe(edited);
    await expect(inspector).toContainText("hand-edited");
  });

  test("sources, stages, code and search tell the same request", async ({ page, provider }) => {
    const playground = new PlaygroundPage(page);
    await playground.run();
    await expect(playground.output).toContainText("Hello from the fake provider.");
    const received = await provider.request(0);
    const inspector = page.getByRole("region", { name: "Inspector" });

    const tree = inspector.getByRole("tree", { name: "Request body" });
    await inspector.getByRole("searchbox", { name: "Search in the request body" }).fill("$HOME");
    await expect(inspector.getByText("$.messages[1].content")).toBeVisible();
    await tree.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowLeft");
    await expect(tree.getByRole("treeitem")).toHaveCount(1);

    await inspector.getByRole("tab", { name: "Source" }).click();
    const sources = inspector.getByRole("table", { name: "Sources of the body" });
    await expect(sources.getByRole("row", { name: /^model/ })).toContainText("override");
    await expect(sources.getByRole("row", { name: /^messages/ })).toContainText("test-chat-prompt v1");

    await inspector.getByRole("tab", { name: "Stages" }).click();
    await inspector.getByRole("radio", { name: "Compiled" }).click();
    await expect(inspector.getByRole("list", { name: "Differences" })).toContainText("$.messages[1].content");

    await inspector.getByRole("tab", { name: "Code" }).click();
    for (const language of [
      "curl (bash)",
      "curl (PowerShell)",
      "Raw HTTP",
      "HAR 1.2",
      "Python, openai",
      "TypeScript, openai",
    ]) {
      await inspector.getByRole("combobox", { name: "Language" }).selectOption({ label: language });
      await expect(inspector.getByRole("group", { name: `Request as ${language}` })).toContainText("OPENAI_API_KEY");
    }
    expect(received.body).toContain("$HOME");
    expect(await violations(page)).toEqual([]);
  });
});

/** "812 ms" and "1.24 s" in milliseconds. */
function milliseconds(text: string): number {
  const value = Number.parseFloat(text);
  return text.endsWith(" s") ? value * 1000 : value;
}
