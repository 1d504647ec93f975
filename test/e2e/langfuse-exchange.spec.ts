import { HistoryPage } from "./history-page.ts";
import { importRuns, pastRun } from "./imported-runs.ts";
import { expect, test } from "./servers.ts";

test("a request to Langfuse is a row of its own, with its own request and response", async ({ page, langfuse }) => {
  const history = new HistoryPage(page);
  // Opened in the playground, the prompt would be in the cache before the run.
  const { record, notes } = pastRun(1, 1);
  const prompt = { library: "langfuse" as const, name: "with-model", label: "production" };
  const request = { ...record.request, prompt, variables: { what: "hi" }, parameters: {}, model: "" };
  await importRuns(history, [{ record: { ...record, request }, notes }]);
  await history.rows.first().click();
  await history.run.getByRole("button", { name: "Run again" }).click();
  await expect(history.run).toContainText("Hello from the fake provider.");

  const inspector = history.run.getByRole("region", { name: "Inspector" });
  const rows = inspector.getByRole("list", { name: "Exchanges" }).getByRole("button");
  const path = "/api/public/v2/prompts/with-model";
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(0)).toContainText(`GET ${path}`);
  await expect(rows.nth(0)).toContainText("200");
  await expect(rows.nth(1)).toContainText("POST");
  await rows.nth(0).click();
  await expect(inspector.getByRole("group", { name: "Request line and headers" })).toContainText(
    `GET ${langfuse.url}${path}`,
  );
  await expect(inspector.getByRole("region", { name: "Response of the chosen exchange" })).toContainText(
    "Say {{what}}.",
  );
  // Langfuse's key is no more to be seen than the provider's.
  await expect(page.locator("body")).not.toContainText(langfuse.secretKey);
});
