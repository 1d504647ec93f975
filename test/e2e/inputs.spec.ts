import { PlaygroundPage } from "./playground-page.ts";
import { asFile, savedFile } from "./saved-file.ts";
import { expect, test } from "./servers.ts";

test.describe("saved inputs", () => {
  test.beforeEach(async ({ page }) => {
    const playground = new PlaygroundPage(page);
    await playground.openLangfuse();
    await playground.openPrompt(/movie-critic/);
    await playground.chooseModel("gpt-4o");
  });

  test("exported inputs come back equal where there are none any more (names, values or placeholders lost)", async ({
    page,
    host,
  }) => {
    const playground = new PlaygroundPage(page);
    const inputs = page.getByRole("region", { name: "Saved inputs" });
    const more = (item: string) => async () => {
      await inputs.getByRole("button", { name: "More for saved inputs" }).click();
      await page.getByRole("menuitem", { name: item }).click();
    };
    await playground.openPrompt(/with-history/);
    const history = [
      { role: "user", content: "Earlier, “quoted”\nand 日本" },
      { role: "assistant", content: "Yes." },
    ];
    const long = { name: "long talk", variables: { name: '{"Ada": 1} 🎉' }, placeholders: { history } };
    const file = page.getByLabel("File with saved inputs");
    await file.setInputFiles(asFile(JSON.stringify([long])));
    await expect(inputs.getByRole("button", { name: "long talk", exact: true })).toBeVisible();
    await playground.fill("name", "by hand");
    await inputs.getByRole("button", { name: "Save the current values" }).click();
    await page.getByRole("textbox", { name: "Name of the saved input" }).fill("short");
    await page.keyboard.press("Enter");
    await expect(inputs.getByRole("button", { name: "short", exact: true })).toBeVisible();

    const exported = await savedFile(page, host, more("Export JSON"));
    expect(JSON.parse(exported)).toMatchObject({
      prompt: "with-history",
      inputs: [long, { name: "short", variables: { name: "by hand" } }],
    });
    for (const name of ["long talk", "short"]) {
      await inputs.getByRole("button", { name: `More for ${name}` }).click();
      await page.getByRole("menuitem", { name: "Delete" }).click();
      await expect(inputs.getByRole("button", { name, exact: true })).toBeHidden();
    }
    await file.setInputFiles(asFile(exported, "inputs.json"));
    await inputs.getByRole("button", { name: "long talk", exact: true }).click();
    await expect(page.getByRole("textbox", { name: "name", exact: true })).toHaveValue('{"Ada": 1} 🎉');
    await playground.showAsSent();
    await expect(playground.messages).toContainText("and 日本");
    expect(await savedFile(page, host, more("Export JSON"))).toBe(exported);
    // A second time adds nothing.
    await file.setInputFiles(asFile(exported, "inputs.json"));
    expect(await savedFile(page, host, more("Export JSON"))).toBe(exported);
  });

  test("Run pressed before a sample prompt has been read waits for its sample values", async ({ page }) => {
    const playground = new PlaygroundPage(page);
    await playground.openDemo();
    await page.getByRole("treeitem", { name: /summarise-thread/ }).click();
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(playground.figures).toContainText("200");
  });
});
