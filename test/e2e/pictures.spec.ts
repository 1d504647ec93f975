import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { bring, dropFromDesktop, largePicture } from "./pictures.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

const megabyte = 1024 * 1024;

async function openComposer(page: Page): Promise<PlaygroundPage> {
  const playground = new PlaygroundPage(page);
  await playground.openTestChat();
  await playground.more("A", /Add a message/);
  return playground;
}

test.describe("pictures in a draft", () => {
  // They were kept inside every variant: two variants were too large to be saved, and nothing was kept any more.
  test("three of 4.5 MB in three variants are saved, sent once each, and back after a kill", async ({
    openApp,
    profile,
    host,
  }) => {
    const first = await openApp();
    const sent: { route: string; bytes: number }[] = [];
    first.page.on("request", (request) => {
      const route = new URL(request.url()).pathname.replace("/api/", "");
      sent.push({ route, bytes: request.postData()?.length ?? 0 });
    });
    const before = await openComposer(first.page);
    const pictures = ["one.png", "two.png", "three.png"].map(largePicture);
    await bring(first.page.getByRole("textbox", { name: "Next message" }), "paste", pictures);
    await expect(before.variant.getByRole("img", { name: /Attachment/ })).toHaveCount(3);
    await before.addVariant("B", "gpt-4o-mini");
    await before.addVariant("C", "gpt-4.1");
    await before.fill("user_message", "typed after the pictures");
    const draft = join(profile, "draft.json");
    await expect.poll(async () => (await stat(draft)).size).toBeLessThan(100_000);
    await expect.poll(() => readFile(draft, "utf8")).toContain("typed after the pictures");
    expect(await readdir(join(profile, "pictures"))).toHaveLength(3);
    if (host === "web") {
      expect(sent.filter(({ route }) => route === "pictures.keep")).toHaveLength(3);
      const others = sent.filter(({ route }) => route !== "pictures.keep").map(({ bytes }) => bytes);
      expect(Math.max(...others)).toBeLessThan(100_000);
    }
    await expect(first.page.getByRole("alert")).toHaveCount(0);
    await first.kill();

    const second = await openApp();
    const after = new PlaygroundPage(second.page);
    await expect(second.page.getByRole("textbox", { name: "user_message" })).toHaveValue("typed after the pictures");
    await expect(after.variantAt("C").getByRole("img", { name: /Attachment/ })).toHaveCount(3);
    await second.close();

    const [lost] = await readdir(join(profile, "pictures"));
    await rm(join(profile, "pictures", lost ?? ""));
    const third = await openApp();
    await expect(new PlaygroundPage(third.page).variant.getByText("Its file is gone from the profile")).toBeVisible();
    await expect(new PlaygroundPage(third.page).variant.getByRole("img", { name: /Attachment/ })).toHaveCount(2);
  });

  test("a request with a kept picture is the one it always was, and a preview does not carry it", async ({
    page,
    provider,
  }) => {
    const answers: number[] = [];
    page.on("response", async (response) => {
      if (!/run\.(preview|get)$/.test(response.url())) return;
      // A preview that a newer one overtook is cancelled: it has no body.
      const body = await response.body().catch(() => null);
      if (body) answers.push(body.length);
    });
    const playground = await openComposer(page);
    await bring(page.getByRole("textbox", { name: "Next message" }), "paste", [largePicture("one.png")]);
    const shown = playground.variant.getByRole("img", { name: "Attachment 1" });
    const url = (await shown.getAttribute("src")) ?? "";
    await playground.variant.getByRole("button", { name: "Send this message" }).click();
    await expect(playground.output).toContainText("Hello from the fake provider.");
    const request = await provider.request(0);
    expect(request.json()["messages"]).toMatchObject([
      {},
      {},
      { role: "user", content: [{ type: "image_url", image_url: { url } }] },
    ]);
    const inspector = page.getByRole("region", { name: "Inspector" });
    await expect(inspector.getByRole("region", { name: "Request of the chosen exchange" })).toContainText("image/png");
    await playground.showAsSent();
    await expect(playground.messages).toContainText("image/png · 4 718 592 B");
    // Base64 written out in the window took half a minute to lay out, in which nothing else was shown.
    const longest = await page.evaluate(() => {
      const texts = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
      let most = 0;
      while (texts.nextNode()) most = Math.max(most, texts.currentNode.nodeValue?.length ?? 0);
      return most;
    });
    expect(longest).toBeLessThan(100_000);
    await playground.fill("user_message", "another");
    await expect(playground.messages).toContainText("another");
    expect(Math.max(0, ...answers)).toBeLessThan(megabyte);
  });
});

test.describe("pictures that are dropped", () => {
  const small = { name: "small.png", type: "image/png", size: 2_000 };

  test("go into the next message, on the composer and on the output alike, and are sent", async ({
    page,
    provider,
  }) => {
    const playground = await openComposer(page);
    await bring(page.getByRole("textbox", { name: "Next message" }), "drop", [small]);
    await expect(playground.variant.getByRole("img", { name: /Attachment/ })).toHaveCount(1);
    await playground.addVariant("B", "gpt-4o-mini");
    const second = playground.variantAt("B");
    await second.getByRole("button", { name: "Discard this message" }).click();
    await second.getByRole("tab", { name: "Request" }).click();
    await bring(second.getByRole("tabpanel"), "drop", [{ ...small, name: "other.png" }]);
    await expect(second.getByRole("img", { name: /Attachment/ })).toHaveCount(1);
    await expect(second.getByRole("textbox", { name: "Next message" })).toBeFocused();
    await expect(playground.variant.getByRole("img", { name: /Attachment/ })).toHaveCount(1);
    await second.getByRole("button", { name: "Send this message" }).click();
    const body = (await provider.request(0)).json();
    expect(JSON.stringify(body["messages"])).toContain("data:image/png;base64,iVBORw0KGgp");
  });

  test("on a closed composer what cannot be sent is named there", async ({ page }) => {
    const playground = new PlaygroundPage(page);
    await playground.openLangfuse();
    await playground.openPrompt(/test-chat-prompt/);
    await bring(playground.output, "drop", [
      { ...small, name: "huge.png", size: 5.2 * megabyte },
      small,
      { ...small, name: "notes.txt", type: "text/plain" },
    ]);
    await expect(playground.variant.getByRole("alert")).toHaveText([
      "huge.png is 5.2 MB; at most 5.0 MB can be sent.",
      "notes.txt is text/plain; PNG, JPEG, GIF, WebP and PDF can be sent.",
    ]);
    await expect(playground.variant.getByRole("img", { name: /Attachment/ })).toHaveCount(1);
    await playground.variant.getByRole("button", { name: "Discard this message" }).click();
    await expect(playground.variant.getByRole("alert")).toHaveCount(0);
  });

  // The browser would leave for the picture, and everything typed would be gone.
  test("beside the variants nothing happens, and the page stays", async ({ page, profile }) => {
    const playground = await openComposer(page);
    const file = join(profile, "dropped.png");
    await writeFile(file, "\x89PNG");
    const isRefused = async (place: Locator) => {
      // Chromium does not leave its page without a window, so what the page says to it is looked at.
      const refused = page.evaluate(
        () =>
          new Promise((resolve) => {
            const tell = (event: DragEvent) => resolve([event.defaultPrevented, event.dataTransfer?.dropEffect]);
            window.addEventListener("dragover", tell, { once: true });
          }),
      );
      await dropFromDesktop(place, file);
      return refused;
    };
    const places = [page.getByRole("banner"), page.getByRole("region", { name: "Prompt", exact: true })];
    for (const place of places) expect(await isRefused(place)).toEqual([true, "none"]);
    await page.getByRole("button", { name: "History" }).click();
    expect(await isRefused(page.getByRole("main"))).toEqual([true, "none"]);
    await page.getByRole("button", { name: "Playground", exact: true }).click();
    await expect(playground.variant.getByRole("img", { name: /Attachment/ })).toHaveCount(0);
    await expect(page.getByRole("textbox", { name: "user_message" })).toHaveValue("hi");
  });

  test("a picture at an address is shown as text and sent as its address", async ({ page, provider }) => {
    const url = "https://pictures.example/a.png";
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    const playground = await openComposer(page);
    await playground.variant.getByRole("button", { name: "Add a picture" }).click();
    await page.getByRole("textbox", { name: "At an address" }).fill(url);
    await page.getByRole("button", { name: "Add the address" }).click();
    await expect(playground.variant.getByRole("figure")).toHaveText(url);
    await playground.variant.getByRole("button", { name: "Send this message" }).click();
    const body = (await provider.request(0)).json();
    expect(body["messages"]).toMatchObject([{}, {}, { content: [{ type: "image_url", image_url: { url } }] }]);
    expect(asked.filter((address) => address.startsWith("https://pictures.example"))).toEqual([]);
  });
});
