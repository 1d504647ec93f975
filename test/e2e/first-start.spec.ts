import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

test("the first start opens the project the environment names; a workspace the person chooses stays", async ({
  openApp,
}) => {
  const first = await openApp();
  await expect(first.page.getByRole("treeitem", { name: /with-history/ })).toBeVisible();
  await expect(first.page.getByText("You are in the demo workspace")).toBeHidden();
  await new PlaygroundPage(first.page).openDemo();
  await expect(first.page.getByText("You are in the demo workspace")).toBeVisible();
  await first.close();
  const { page } = await openApp();
  await expect(page.getByText("You are in the demo workspace")).toBeVisible();
  await expect(page.getByRole("treeitem", { name: /reply-draft/ })).toBeVisible();
});
