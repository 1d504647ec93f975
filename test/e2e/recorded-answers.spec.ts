import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "./app.ts";
import { root } from "./electron-binary.ts";
import { HistoryPage } from "./history-page.ts";

/*
 * Answers out of test/fixtures/cassettes, recorded from the fake provider: no server runs in these tests and none is
 * configured, so what is shown can only be what the file holds.
 */

async function play(history: HistoryPage, name: string): Promise<void> {
  const buffer = await readFile(join(root, "test/fixtures/cassettes", `${name}.json`));
  await history.open();
  const count = await history.rows.count();
  await history.page
    .getByLabel("Cassette file")
    .setInputFiles({ name: `${name}.json`, mimeType: "application/json", buffer });
  await expect(history.rows).toHaveCount(count + 1);
  await expect(history.run).toContainText("Replayed from a cassette");
}

test("recorded answers of every API play from their files: calls, reasoning, addresses without keys, a broken end", async ({
  page,
}) => {
  const history = new HistoryPage(page);
  const inspector = history.run.getByRole("region", { name: "Inspector" });
  const output = history.run.getByRole("region", { name: "Output" });

  await test.step("OpenAI: a streamed tool call is a card with its arguments", async () => {
    await play(history, "openai-tool-call");
    await expect(output).toContainText("Let me look.");
    await expect(history.run.getByRole("region", { name: "Tool call get_weather" })).toContainText('"Zürich"');
  });

  await test.step("Anthropic: reasoning stands apart, every event has its name and its time", async () => {
    await play(history, "anthropic-reasoning");
    await expect(output).toContainText("Grüezi, 日本 and 🎉 to you.");
    await output.getByText("Reasoning").click();
    await expect(output).toContainText("They greet me, so I greet back.");
    await inspector.getByRole("tab", { name: /^Events/ }).click();
    const frames = inspector.getByRole("region", { name: "Frames" });
    for (const event of ["message_start", "content_block_delta"]) await expect(frames).toContainText(event);
  });

  await test.step("Azure: the request shows the deployment's address and no key", async () => {
    await play(history, "azure-text");
    await expect(inspector).toContainText("/openai/deployments/fake-large/chat/completions");
    await expect(inspector).toContainText("api-key: can…8b7a");
  });

  await test.step("an answer that broke off is shown as one, and two recordings can be compared", async () => {
    await play(history, "openai-cut");
    await expect(output).toContainText("Hello from");
    await expect(history.run.getByRole("alert")).toContainText(/connection/i);
    await history.rows.nth(1).click({ modifiers: ["Control"] });
    const comparison = page.getByRole("region", { name: "Comparison of two runs" });
    await expect(comparison).toContainText("Differs in address");
  });
});
