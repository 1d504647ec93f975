import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

test("a new version in Langfuse overwrites no value, model or parameter of the draft (DRA-1)", async ({
  page,
  langfuse,
}) => {
  const playground = new PlaygroundPage(page);
  await playground.openLangfuse();
  await playground.openPrompt(/movie-critic/);
  await playground.fill("movie", "Dune 2");
  await playground.chooseModel("gpt-4o");
  await playground.variant.getByRole("button", { name: "Parameters" }).click();
  await page.getByRole("switch", { name: /temperature/i }).click();
  await page.keyboard.press("Escape");
  await playground.showAsSent();
  await expect(playground.messages).toContainText("Dune 2");

  const prompt = "Rate {{movie}} as a {{criticlevel}} critic.";
  langfuse.prompts.add({ name: "movie-critic", prompt, labels: ["production"], config: { model: "gpt-4o-mini" } });
  await page.getByRole("region", { name: "Prompts" }).getByRole("button", { name: "Refresh" }).click();
  await page.getByRole("button", { name: "Reload this prompt" }).click();
  await expect(playground.messages).toContainText("Rate Dune 2 as a");
  await expect(page.getByRole("textbox", { name: "movie", exact: true })).toHaveValue("Dune 2");
  await expect(playground.variant.getByRole("button", { name: /^Model/ })).toContainText("gpt-4o");
  await expect(playground.variant.getByRole("button", { name: /^Model/ })).not.toContainText("mini");
  await expect(playground.variant).toContainText("temp");
});
