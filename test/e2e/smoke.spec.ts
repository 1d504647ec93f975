import { expect, test } from "./app.ts";

test("the app opens with its title and without a complaint, and its page is closed in: no Node, no foreign script, no address but its own", {
  tag: "@desktop",
}, async ({ page, problems }) => {
  await expect(page).toHaveTitle(/Promptscope/);
  await expect(page.getByRole("main")).toBeVisible();
  expect(problems).toEqual([]);
  const found = await page.evaluate(async () => ({
    globals: ["require", "process", "module"].filter((name) => name in globalThis),
    bridge: Object.keys((globalThis as { promptscope?: object }).promptscope ?? {}),
    fetched: await fetch("https://example.com/").then(
      () => "reached",
      () => "refused",
    ),
    evaluated: await new Promise<string>((resolve) => {
      const script = document.createElement("script");
      script.src = "https://example.com/x.js";
      script.onload = () => resolve("ran");
      script.onerror = () => resolve("refused");
      document.head.append(script);
    }).catch(() => "refused"),
  }));
  expect(found.globals).toEqual([]);
  expect(["call,openStream", ""]).toContain(found.bridge.join());
  expect([found.fetched, found.evaluated]).toEqual(["refused", "refused"]);
  problems.length = 0; // The attempts above are reported by the browser, as they should be.
});
