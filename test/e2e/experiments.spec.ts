import { startCountingServer } from "../packaging/counting-server.ts";
import { expect, test } from "./app.ts";
import { savedFile } from "./saved-file.ts";

/*
 * The whole way of somebody new: a CSV file on disk and two prompts, to a verdict; paused, killed and taken up again on the
 * way. Which requests reached the provider is counted there.
 */
const rows = 240;
const models = ["gpt-base", "gpt-edit", "gpt-worse"];

/** Until it is paused: calls find out how many go at once, and would be over before a click. */
let delayMs = 400;
const server = await startCountingServer((question, model) => {
  const number = Number(/\d+/.exec(question)?.[0] ?? 0);
  const isRight = model === "gpt-edit" ? number % 20 !== 0 : model === "gpt-base" ? number % 2 === 0 : number % 5 === 0;
  return { text: isRight ? `the ferry of harbour ${number} leaves on time` : "nobody knows", delayMs };
});
test.use({ environment: { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: "sk-test-of-the-experiment" } });
test.afterAll(() => server.close());

/** Semicolons, a quoted cell with one, and a column that is what is right. */
const csv = [
  "question;answer;harbour",
  ...Array.from(
    { length: rows },
    (_, index) => `"When does ferry ${index + 1} leave; today?";harbour ${index + 1};${index % 4}`,
  ),
].join("\r\n");

test("a CSV of 240 rows × 3 variants × 2 evaluators comes to a verdict, paused, killed, resumed and reported", async ({
  openApp,
}) => {
  test.setTimeout(240_000);
  const first = await openApp();
  const { page } = first;
  await page.getByRole("button", { name: "Experiments" }).click();
  await page.getByRole("button", { name: "New experiment" }).click();
  await page.getByRole("textbox", { name: "Name of the experiment" }).fill("ferries");
  await page
    .getByLabel("File with rows")
    .setInputFiles({ name: "ferries.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await expect(page.getByText(`${rows} rows`, { exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Variant", exact: true }).click();
  await page.getByRole("option", { name: "A new text, in this set-up only" }).click();
  await page.getByRole("textbox", { name: "Message 2" }).fill("{{question}}");
  await page.getByRole("button", { name: "Remove message 1" }).click();
  const chooseModel = async (model: string) => {
    await page.getByLabel("Model", { exact: true }).click();
    await page.getByPlaceholder("Filter, or type provider/model").fill(`openai/${model}`);
    await page.getByRole("option", { name: new RegExp(`Use .openai/${model}.`) }).click();
  };
  await chooseModel("gpt-base");
  for (const [letter, model] of [
    ["A", "gpt-worse"],
    ["A", "gpt-edit"],
  ] as const) {
    await page.getByRole("button", { name: `More for variant ${letter}` }).click();
    await page.getByRole("menuitem", { name: /Duplicate/ }).click();
    await page.getByRole("button", { name: /^Variant B/ }).click();
    await chooseModel(model);
  }
  await expect(page.getByText(`The variable has a value in ${rows} of ${rows} rows`)).toBeVisible();
  await expect(page.getByLabel("Row 1 as it is sent").getByText("When does ferry 1 leave; today?")).toBeVisible();

  await page.getByRole("button", { name: "Contains", exact: true }).click();
  await page.getByRole("button", { name: "Length limit" }).click();
  await expect(page.getByRole("button", { name: /^Start/ })).toBeEnabled();
  await page.keyboard.press("Control+Enter");

  await server.asked(60);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText(/Paused at/)).toBeVisible();
  // What is in flight ends: a kill before would leave it uncertain.
  await expect(page.getByText(/in flight/)).toBeHidden();
  await first.kill();
  delayMs = 15;

  const second = await openApp();
  await second.page.getByRole("button", { name: "Experiments" }).click();
  await second.page.getByRole("button", { name: "ferries" }).first().click();
  await second.page.getByRole("button", { name: "Resume" }).click();
  await expect(second.page.getByText(/B is better than A/)).toBeVisible({ timeout: 120_000 });
  await expect(second.page.getByText(/C is worse than A/)).toBeVisible();
  await expect(second.page.getByText(/of 720 answers · 100 %/)).toBeVisible({ timeout: 120_000 });
  const report = await savedFile(second.page, "web", async () => {
    await second.page.getByRole("button", { name: "Export" }).click();
    await second.page.getByRole("menuitem", { name: /Report, Markdown/ }).click();
  });
  expect(report).toMatch(/B.* better than A/);
  // Nothing was paid twice, and nothing was lost.
  expect(server.counts.size).toBe(rows * models.length);
  expect([...server.counts.values()].filter((count) => count !== 1)).toEqual([]);
});
