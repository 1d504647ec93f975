import { join } from "node:path";
import { root } from "./electron-binary.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { test } from "./servers.ts";

/** `npm run screenshots`: the pictures of the README, taken from the real app on sample data and fake servers. */
const folder = join(root, "test/e2e/screenshots");
const picture = (name: string) => ({ path: join(folder, `${name}.png`), animations: "disabled" as const });

test("demo workspace, dark and light", async ({ page }) => {
  const playground = new PlaygroundPage(page);
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await playground.openPrompt(/reply-draft/);
    await playground.run();
    await playground.figures.getByText(/TTFT/).waitFor();
    await playground.figures.getByText(/total/).waitFor();
    await page.screenshot(picture(`demo-${colorScheme}`));
  }
});

test("a Langfuse prompt with an unset variable, and an error where the answer would be", async ({ page, provider }) => {
  const playground = new PlaygroundPage(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await playground.openLangfuse();
  await playground.openPrompt(/movie-critic/);
  await playground.fill("movie", "Dune 2");
  await playground.chooseModel("gpt-4o");
  await playground.messages.getByText("{{criticlevel}}").waitFor();
  await page.screenshot(picture("unset-variable"));
  provider.next({
    kind: "status",
    status: 400,
    message: "Unsupported parameter: 'max_tokens' is not supported with this model.",
  });
  await playground.run();
  await playground.variant.getByRole("alert").waitFor();
  await page.screenshot(picture("error"));
});
