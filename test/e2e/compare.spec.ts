import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";
import { violations, violationsInBothThemes } from "./accessibility.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { savedDraft } from "./saved-draft.ts";
import { savedFile } from "./saved-file.ts";
import { expect, test } from "./servers.ts";

/** A page to share in a browser that knows nothing of the app: it shows these texts, asks for nothing and breaks no policy. */
async function opensAlone(page: Page, path: string, texts: readonly string[]): Promise<void> {
  const alone = await page.context().newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  alone.on("request", (request) => asked.push(request.url()));
  alone.on("console", (message) => complaints.push(message.text()));
  await alone.goto(pathToFileURL(path).href);
  for (const text of texts) await expect(alone.locator("body")).toContainText(text);
  // Its style is in force: the policy allows it by its hash.
  await expect(alone.locator("del").first()).toHaveCSS("text-decoration-line", "line-through");
  expect(await alone.evaluate(() => getComputedStyle(document.body).maxWidth)).toBe("1400px");
  expect(asked).toHaveLength(1);
  expect(complaints).toEqual([]);
  await alone.close();
}

test.describe("variants side by side", () => {
  test("three providers run at once; the one that fails hides no other, and the page to share says all", async ({
    page,
    provider,
    host,
  }) => {
    const playground = new PlaygroundPage(page);
    await playground.openThree();
    await page.getByRole("button", { name: "Run all" }).click();
    for (const letter of ["A", "B", "C"]) {
      await expect(playground.outputOf(letter)).toContainText("Hello from the fake provider.");
    }
    expect(provider.requests.map(({ path }) => path.split("?")[0]).toSorted()).toEqual([
      "/openai/deployments/my-deployment/chat/completions",
      "/v1/chat/completions",
      "/v1/messages",
    ]);

    provider.nextOf("anthropic", { kind: "status", status: 400, message: "Not this time" });
    for (const api of ["openai", "azure"] as const) {
      provider.nextOf(api, { kind: "answer", answer: { text: `The second time, ${api}.` } });
    }
    await page.getByRole("button", { name: "Run all" }).click();
    await expect(playground.variantAt("B").getByRole("alert")).toContainText("Not this time");
    await expect(playground.outputOf("A")).toContainText("The second time, openai.");
    await expect(playground.outputOf("C")).toContainText("The second time, azure.");
    for (const letter of ["A", "C"]) await expect(playground.variantAt(letter).getByRole("alert")).toHaveCount(0);
    expect(provider.requests).toHaveLength(6);

    await page.getByRole("button", { name: "Share as a page" }).click();
    const shared = await savedFile(page, host, () => page.getByRole("button", { name: "Save the page" }).click());
    await page.getByRole("button", { name: "Done" }).click();
    if (host !== "web") return;
    const path = test.info().outputPath("comparison.html");
    await writeFile(path, shared);
    await opensAlone(page, path, ["Not this time", "The second time, openai.", "The second time, azure."]);
  });

  test("calls beyond the limit of a key say how many are ahead, and Stop ends them all", async ({ page, provider }) => {
    const playground = new PlaygroundPage(page);
    await playground.openTestChat();
    for (let count = 0; count < 6; count += 1) await page.getByRole("button", { name: "Add variant" }).click();
    provider.next(...Array.from({ length: 4 }, () => ({ kind: "hang", after: 3 }) as const));
    await page.getByRole("button", { name: "Run all" }).click();
    for (const ahead of [4, 5, 6]) {
      await expect(page.getByText(`queued · ${ahead} ahead`, { exact: true })).toHaveCount(1);
      await expect(page.getByText(`Queued: ${ahead} calls with the same key or server come first…`)).toHaveCount(1);
    }
    await page.getByRole("button", { name: /^Stop all/ }).click();
    await expect(page.getByRole("button", { name: "Run all" })).toBeVisible();
    await Promise.all(provider.requests.map(({ closed }) => closed));
    expect(provider.requests).toHaveLength(4);
  });

  test("a removed variant comes back; order, names, pins and widths survive a restart", async ({
    openApp,
    profile,
  }) => {
    const first = await openApp();
    const before = new PlaygroundPage(first.page);
    await before.openLangfuse();
    await before.openPrompt(/reply draft/);
    await before.fill("tone", "warm");
    await before.chooseModel("gpt-4o");
    await before.addVariant("B", "gpt-4o-mini");
    await before.variantAt("B").getByRole("button", { name: "Remove this variant" }).click();
    await expect(before.variantAt("B")).toBeHidden();
    await first.page.getByRole("button", { name: "Bring it back" }).click();
    await before.more("B", /^Rename/);
    await first.page.getByRole("textbox", { name: "Name of this variant" }).fill("small");
    await first.page.keyboard.press("Enter");
    await before.more("B", /^Own version/);
    await before.variantAt("B").getByRole("button", { name: "Kept to v2" }).click();
    await first.page.getByRole("menuitemcheckbox", { name: /^v1/ }).click();
    await expect(before.variantAt("B").getByRole("button", { name: "Kept to v1" })).toBeVisible();
    await before.variantAt("B").getByRole("separator").press("ArrowRight");
    const width = await before.variantAt("B").getByRole("separator").getAttribute("aria-valuenow");
    await before.more("B", /^Move left/);
    await expect(before.variantAt("A")).toContainText("small");
    await savedDraft(profile, ({ variants: [small] }) => small?.name === "small" && small.width !== undefined);
    await first.kill();

    const second = await openApp();
    const after = new PlaygroundPage(second.page);
    await expect(after.variantAt("A")).toContainText("small");
    await expect(after.variantAt("A").getByRole("button", { name: /^Model/ })).toContainText("gpt-4o-mini");
    await expect(after.variantAt("A").getByRole("button", { name: "Kept to v1" })).toBeVisible();
    await expect(after.variantAt("A").getByRole("separator")).toHaveAttribute("aria-valuenow", width ?? "");
    await expect(after.variantAt("B").getByRole("button", { name: /^Model/ })).toContainText("gpt-4o");
  });

  test("keys add and focus variants; a double click shows one alone", async ({ page }) => {
    const playground = new PlaygroundPage(page);
    await playground.openLangfuse();
    await playground.openPrompt(/test-chat-prompt/);
    await playground.chooseModel("gpt-4o");
    await page.keyboard.press("ControlOrMeta+t");
    await expect(playground.variantAt("B")).toBeFocused();
    await page.keyboard.press("Alt+1");
    await expect(playground.variantAt("A")).toBeFocused();
    await page.keyboard.press("Alt+Shift+ArrowRight");
    await page.keyboard.press("Alt+2");
    await expect(playground.variantAt("B")).toBeFocused();
    await playground.variantAt("B").getByText("override").dblclick();
    await expect(playground.variantAt("A")).toBeHidden();
    await playground.variantAt("B").getByText("override").dblclick();
    await expect(playground.variantAt("A")).toBeVisible();
  });

  test("a variant is dragged to another place, and its edge to another width", async ({ page }) => {
    const playground = new PlaygroundPage(page);
    await playground.openThree();
    // All three in sight: what is dragged must not be scrolled meanwhile.
    await page.setViewportSize({ width: 1800, height: 900 });
    await playground.variantAt("A").getByTitle("Drag to another place").dragTo(playground.variantAt("C"));
    await expect(playground.variantAt("C").getByRole("button", { name: /^Model/ })).toContainText("gpt-4o");
    await expect(playground.variantAt("A").getByRole("button", { name: /^Model/ })).toContainText("claude");
    const edge = await playground.variantAt("A").getByRole("separator").boundingBox();
    const x = (edge?.x ?? 0) + 3;
    await page.mouse.move(x, 300);
    await page.mouse.down();
    await page.mouse.move(x + 120, 300, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => (await playground.variantAt("A").boundingBox())?.width ?? 0).toBeGreaterThan(360);
  });

  test("axe finds nothing with three variants, plain and as a diff", async ({ page }) => {
    const playground = new PlaygroundPage(page);
    await playground.openThree();
    await page.getByRole("button", { name: "Run all" }).click();
    for (const letter of ["A", "B", "C"]) await expect(playground.outputOf(letter)).toContainText("Hello");
    expect(await violationsInBothThemes(page)).toEqual([]);
    await page.keyboard.press("ControlOrMeta+d");
    await expect(playground.outputOf("A")).toContainText("base of the comparison");
    expect(await violations(page)).toEqual([]);
  });
});
