import { writeFile } from "node:fs/promises";
import { join } from "node:path";
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

  test("values are saved under a name, loaded with a click, renamed, deleted and brought back", async ({ page }) => {
    const playground = new PlaygroundPage(page);
    const inputs = page.getByRole("region", { name: "Saved inputs" });
    await playground.fill("movie", "Alien");
    await inputs.getByRole("button", { name: "Save the current values" }).click();
    await page.getByRole("textbox", { name: "Name of the saved input" }).fill("space");
    await page.keyboard.press("Enter");
    await expect(inputs.getByRole("button", { name: "space", exact: true })).toBeVisible();
    await playground.fill("movie", "Dune");
    await inputs.getByRole("button", { name: "space", exact: true }).click();
    await expect(page.getByRole("textbox", { name: "movie", exact: true })).toHaveValue("Alien");
    await inputs.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByRole("textbox", { name: "movie", exact: true })).toHaveValue("Dune");

    await inputs.getByRole("button", { name: "More for space" }).click();
    await page.getByRole("menuitem", { name: "Rename" }).click();
    await page.getByRole("textbox", { name: "New name of space" }).fill("horror");
    await page.keyboard.press("Enter");
    await inputs.getByRole("button", { name: "More for horror" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await expect(inputs.getByRole("button", { name: "horror", exact: true })).toBeHidden();
    await inputs.getByRole("button", { name: "Undo" }).click();
    await expect(inputs.getByRole("button", { name: "horror", exact: true })).toBeVisible();
  });

  test("imported inputs fill the variants one after another; each one's answers can be looked at", async ({
    page,
    provider,
    profile,
  }) => {
    const playground = new PlaygroundPage(page);
    const inputs = page.getByRole("region", { name: "Saved inputs" });
    await playground.fill("movie", "mine");
    const file = join(profile, "inputs-to-import.json");
    const rows = ["Alien", "Brazil", "Cube"].map((movie) => ({
      name: movie,
      variables: { movie, criticlevel: "kind" },
    }));
    await writeFile(file, JSON.stringify(rows));
    await page.getByLabel("File with saved inputs").setInputFiles(file);
    await expect(inputs.getByRole("button", { name: "Cube", exact: true })).toBeVisible();

    provider.next({ kind: "status", status: 400, message: "Not Alien" });
    await new PlaygroundPage(page).runOverInputs();
    const pass = page.getByRole("region", { name: "Run over saved inputs" });
    await expect(pass).toContainText("3 / 3");
    await expect(pass).toContainText("1 run failed");
    expect(provider.requests.map(({ body }) => /Alien|Brazil|Cube/.exec(body)?.[0])).toEqual([
      "Alien",
      "Brazil",
      "Cube",
    ]);
    await pass.getByRole("button", { name: /^Alien/ }).click();
    await expect(playground.variant.getByRole("alert")).toContainText("Not Alien");
    // A pass fills no field: it is looked at beside what the person has typed.
    const movie = page.getByRole("textbox", { name: "movie", exact: true });
    await expect(movie).toHaveValue("mine");
    await pass.getByRole("button", { name: "Use these values" }).click();
    await expect(movie).toHaveValue("Alien");
    await expect(pass).toBeHidden();
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

  test("a pass can be paused and goes on where it was", async ({ page, provider, profile }) => {
    const inputs = page.getByRole("region", { name: "Saved inputs" });
    const file = join(profile, "inputs-to-import.json");
    await writeFile(file, JSON.stringify([{ variables: { movie: "One" } }, { variables: { movie: "Two" } }]));
    await page.getByLabel("File with saved inputs").setInputFiles(file);
    await expect(inputs.getByRole("button", { name: "Input 2", exact: true })).toBeVisible();
    provider.next({ kind: "pings", count: 20, everyMs: 50 });
    await new PlaygroundPage(page).runOverInputs();
    const pass = page.getByRole("region", { name: "Run over saved inputs" });
    await pass.getByRole("button", { name: "Pause" }).click();
    await expect(pass).toContainText("1 / 2");
    expect(provider.requests).toHaveLength(1);
    await pass.getByRole("button", { name: "Resume" }).click();
    await expect(pass).toContainText("2 / 2");
    expect(provider.requests).toHaveLength(2);
  });

  test("Run pressed before a sample prompt has been read waits for its sample values", async ({ page }) => {
    const playground = new PlaygroundPage(page);
    await playground.openDemo();
    await page.getByRole("treeitem", { name: /summarise-thread/ }).click();
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(playground.figures).toContainText("200");
  });
});
