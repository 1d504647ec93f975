import type { Locator, Page } from "@playwright/test";
import { violations } from "./accessibility.ts";
import { HistoryPage } from "./history-page.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

const small = { width: 1100, height: 720 };

test("the inspector of one run: what is copied, the frame of the scrubber, and all of it in a small window", async ({
  page,
}) => {
  const playground = new PlaygroundPage(page);
  await playground.openTestChat();
  await playground.run();
  await expect(playground.output).toContainText("Hello from the fake provider.");
  await expect(playground.figures).toContainText("200");
  await test.step("path and value of the chosen line are copied as they are", () => copies(page));
  await test.step("the frames are counted as the scrubber counts them; its frame is marked and in sight", () =>
    scrubs(page));
  await test.step("in a small window nothing of the inspector is cut off", () => fits(page));
});

async function copies(page: Page): Promise<void> {
  const inspector = page.getByRole("region", { name: "Inspector" });
  const search = inspector.getByRole("searchbox", { name: "Search in the request body" });
  const line = inspector.getByRole("tree", { name: "Request body" }).getByRole("treeitem").filter({ hasText: '"hi"' });
  const pasted = async (button: string) => {
    await line.click();
    await inspector.getByRole("button", { name: button }).click();
    await search.fill("");
    await search.press("ControlOrMeta+v");
    return search.inputValue();
  };
  expect(await pasted("Copy the path")).toBe("$.messages[1].content");
  expect(await pasted("Copy the value")).toBe("hi");
}

async function scrubs(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 640 });
  const inspector = page.getByRole("region", { name: "Inspector" });
  await inspector.getByRole("tab", { name: /^Events/ }).click();
  const scrubber = inspector.getByRole("slider", { name: "Frames arrived" });
  const frames = inspector.getByRole("region", { name: "Frames" });
  const current = frames.locator('[aria-current="step"]');
  const count = await scrubber.getAttribute("max");
  await scrubber.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await expect(current.getByRole("cell").first()).toHaveText("1");
  await page.keyboard.press("End");
  await expect(current.getByRole("cell").first()).toHaveText(count ?? "");
  await expect(current).toBeInViewport({ ratio: 0.9 });
  await expect(current).toContainText("end of stream");
  // The head of the table must not push the row out at the bottom.
  await page.keyboard.press("Home");
  for (let frame = 1; frame < Number(count); frame += 1) {
    await page.keyboard.press("ArrowRight");
    await expect(current.getByRole("cell").first()).toHaveText(String(frame));
    await expect(current).toBeInViewport({ ratio: 0.9 });
  }
}

async function fits(page: Page): Promise<void> {
  await page.setViewportSize(small);
  const whole = async (inspector: Locator) => {
    const path = inspector.getByRole("list", { name: "Exchanges" }).getByText("/v1/chat/completions");
    expect(await path.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
    for (const text of [/B in$/, /^live$/]) await expect(inspector.getByText(text)).toBeInViewport({ ratio: 1 });
    for (const name of ["Source", "Compare"]) {
      await expect(inspector.getByRole("tab", { name })).toBeInViewport({ ratio: 1 });
    }
    await inspector.getByRole("tab", { name: "Timing" }).click();
    const timing = inspector.getByRole("table", { name: "Timing" });
    await timing.scrollIntoViewIfNeeded();
    const axis = timing
      .getByRole("row", { name: /^Last byte/ })
      .getByRole("cell")
      .last();
    expect((await axis.boundingBox())?.width).toBeGreaterThan(50);
    const sides = await Promise.all([axis.boundingBox(), inspector.boundingBox()]);
    expect((sides[0]?.x ?? 0) + (sides[0]?.width ?? 0)).toBeLessThanOrEqual(
      (sides[1]?.x ?? 0) + (sides[1]?.width ?? 0),
    );
  };
  // In a small window it is a line until somebody asks for it.
  await page.getByRole("button", { name: /^Requests/ }).click();
  await whole(page.getByRole("region", { name: "Inspector" }));
  const history = new HistoryPage(page);
  await history.open();
  await history.rows.first().click();
  await whole(history.run.getByRole("region", { name: "Inspector" }));
  expect(await violations(page)).toEqual([]);
}
