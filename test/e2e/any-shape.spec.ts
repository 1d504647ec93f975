import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

test.describe("an answer or error of any shape", () => {
  test("costs at most its own pane: quotes 3000 deep as Markdown, then a refusal with a body nested 3000 deep (both turned the window white)", async ({
    page,
    provider,
  }) => {
    const playground = new PlaygroundPage(page);
    await playground.openTestChat();
    const quotes = `${">".repeat(3_000)} x`;
    provider.next({ kind: "answer", answer: { text: `before\n\n${quotes}\n\n**after**` } });
    await playground.run();
    await expect(playground.output.locator("strong")).toHaveText("after");
    await expect(playground.output).toContainText(">".repeat(200));
    const nested = `{"error":{"message":"refused","x":${"[".repeat(3_000)}1${"]".repeat(3_000)}}}`;
    provider.next({ kind: "raw", status: 400, body: nested });
    await playground.run();
    const response = page.getByRole("region", { name: "Response of the chosen exchange" });
    await expect(response).toContainText("400");
    await expect(response.getByRole("tree")).toContainText("refused");
    await expect(response.getByRole("tree")).toContainText("[ 1 items ]");
    await expect(page.getByRole("button", { name: /^Run/ }).first()).toBeEnabled();
  });
});
