import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { bring, largePicture } from "./pictures.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

const megabyte = 1024 * 1024;

async function openComposer(page: Page): Promise<PlaygroundPage> {
  const playground = new PlaygroundPage(page);
  await playground.openLangfuse();
  await playground.openPrompt(/test-chat-prompt/);
  await playground.fill("user_message", "hi");
  await playground.chooseModel("gpt-4o");
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
      if (/run\.(preview|get)$/.test(response.url())) answers.push((await response.body()).length);
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
    await playground.fill("user_message", "another");
    await expect(playground.messages).toContainText("another");
    expect(Math.max(0, ...answers)).toBeLessThan(megabyte);
  });
});
